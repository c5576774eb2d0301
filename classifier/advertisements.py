"""Advertisements as they are left under articles, made from parts that we wrote ourselves.

The permitted data know only two kinds of spam: comments under music videos, and text messages of
twenty years ago. These sentences add the trades that plague blogs, and, so that their words alone
decide nothing, the same words in harmless comments.
"""

from collections.abc import Iterator
from random import Random

import numpy as np

from classifier.corpora import Corpus
from classifier.labels import LABELS

SOURCE, LICENCE = "greenroom_advertisements", "CC0-1.0 (written for this model)"
EACH = 40
"""Most texts from every line below: some have little to vary."""

_PARTS = {
    "thing": "printer|router|antivirus|laptop|e-mail account|web browser|scanner|tablet|camera",
    "maker": "Brother|Canon|Dell|Gmail|Yahoo|AOL|Netgear|Kaspersky|Bitdefender|QuickBooks|Roku",
    "airline": "Lufthansa|United|Emirates|Qatar Airways|Southwest|Ryanair|KLM|Air Canada",
    "city": "Dubai|London|Delhi|Lahore|Chennai|Toronto|Sydney|Karachi|Houston|Bangalore|Singapore",
    "trade": "web design|plumbing|carpet cleaning|movers|digital marketing|interior design|pest "
    "control|SEO|car rental|office cleaning|wedding photography|app development|roofing|limo hire",
    "game": "Fortnite|Roblox|Minecraft|Clash of Clans|Pokemon Go|FIFA|PUBG|Candy Crush",
    "goods": "handbags|sneakers|watches|sunglasses|jerseys|phone cases|diamond rings|hoodies",
    "pill": "keto gummies|weight loss pills|testosterone boosters|hair growth oil|CBD oil|skin "
    "cream|male enhancement pills|detox tea",
    "coin": "bitcoin|ethereum|crypto|forex|binary options|dogecoin",
    "sum": "$500|$3,000|$7500|900 USD|\u20ac2000|$12,000|\u00a3450|5k",
    "time": "a week|a month|every day|in 14 days|per week|daily",
    "link": "http://bit.ly/{word}|www.{word}.com|https://{word}.net/offer|{word} dot com|"
    "https://{word}.org/?ref={digits}|{word}.com",
    "word": "bestdeals|toprank|lovespell|cashflow|quickfix|homepro|luckywin|megastore|fastessay",
    "digits": "{d}{d}{d}|{d}{d}{d}{d}",
    "d": "0|1|2|3|4|5|6|7|8|9",
    "phone": "+1 (8{d}{d}) {d}{d}{d}-{d}{d}{d}{d}|1-8{d}{d}-{d}{d}{d}-{d}{d}{d}{d}|"
    "+44 {d}{d}{d}{d} {d}{d}{d}{d}{d}{d}|8{d}{d}{d}{d}{d}{d}{d}{d}{d}|+971{d}{d}{d}{d}{d}{d}{d}{d}",
    "mail": "{word}{digits}@gmail.com|contact@{word}.com|{word}@outlook.com",
    "contact": "Call {phone}.|WhatsApp {phone}|Contact us at {mail}|Visit {link}|{link}|Click here:"
    " {link}|For more information visit {link}|Our toll free number is {phone}|DM me on Instagram "
    "@{word}|Telegram: @{word}{digits}|Dial {phone} and talk to our experts|More info|Read more|"
    "Check our website|Click on my name|Contact us today for a free quote",
    "praise": "Great post!|Thanks for sharing this information.|Nice blog, keep it up.|Very "
    "informative article.|I really enjoyed reading your post.|This is an awesome blog.|Amazing "
    "content, thank you for posting.|Wonderful article, very useful for us.|Nice one.|I like your "
    "writing, it is very helpful.|Your website is very nice.",
    "name": "Dr Osas|Prophet Musa|Mrs Linda|Mr James|Agent Rose|Doctor Ade|Madam Helen",
    "show": "the new season|the final|the movie|the fight|every match|live TV",
    "subject": "Python|data science|SAP|Java|machine learning|Excel|digital marketing|AWS",
}

_ADVERTISEMENTS = """
{maker} customer support number {phone}, our technicians solve every {thing} problem. {contact}
Facing issues with your {maker} {thing}? Get instant help from certified experts 24/7. {contact}
Our technical support team fixes {maker} errors, setup and password recovery at any time. {contact}
{maker} support phone number, {maker} customer service, {maker} helpline, {maker} toll free number
How to fix {maker} error {digits}? {contact}
{maker} {thing} setup, {maker} login help, {maker} not working error {digits}
Book cheap {airline} tickets and get the best discounts. {contact}
{airline} reservations, {airline} booking number, {airline} cancellation policy. {contact}
Plan your trip with {airline} and save on every flight, our agents help you round the clock.
{praise} {contact}
{praise} {trade} {city}
{praise} We offer the best {trade} services in {city}. {contact}
{praise} Please also visit my blog about {trade}: {link}
{praise} I found a similar article here {link}
{praise} {maker} support
{praise} {game} hack
{praise} buy {goods} online
Best {trade} company in {city}, affordable prices and quality service. {contact}
We are a leading {trade} agency in {city} with years of experience. {contact}
Looking for {trade} in {city}? {contact}
Rank your website on the first page of Google, buy backlinks and traffic. {contact}
I can get your site thousands of visitors, guest posts and high quality backlinks. {contact}
Free {game} hack, unlimited coins and gems generator. {link}
Get free {game} codes and gift cards here: {link}
Download {game} mod apk cheats, works 100%. {link}
Watch {show} online free in HD without registration: {link}
Stream {show} free, download the full movie here {link}
I earn {sum} {time} working from home, you can do it too. {link}
Make {sum} {time} online without any experience. {contact}
Work from home job, earn up to {sum} {time}, sign up now. {link}
My neighbour made {sum} {time} on the internet, this is what she does {link}
I invested {sum} in {coin} and received {sum} {time}, thanks to {name}. {contact}
Trade {coin} with an expert broker and double your investment. {contact}
Lost your {coin} to scammers? This hacker recovered all my funds. {contact}
Hire a professional hacker to spy on a cheating spouse, recover accounts and fix credit. {contact}
Get an instant personal loan of {sum} at 2% interest, no collateral. {contact}
We give out business loans and debt consolidation to serious people, apply now. {contact}
Pay someone to do your assignment, essay writing help by PhD experts. {link}
Buy essays, dissertations and homework help at the lowest price. {link}
Order a passport, driving licence or diploma online, real and registered. {contact}
{name} is a powerful spell caster who brought my husband back in 24 hours. {contact}
I was cured of herpes by the herbal medicine of {name}. {contact}
My marriage was restored after I contacted {name}, a great love spell caster. {contact}
Lose weight fast with {pill}, doctors hate this trick. {link}
Buy {pill} online without prescription, discreet shipping. {link}
{pill} reviews: side effects, ingredients and where to buy. {link}
Buy cheap {goods} online, up to 70% off, free shipping worldwide. {link}
Replica {goods} of top quality at wholesale price. {contact}
Play at the best online casino, get a welcome bonus and free spins. {link}
Sports betting tips with sure wins {time}, join our channel. {contact}
Hot girls near you want to chat, no registration. {link}
Escorts in {city}, call girls available at any time. {contact}
Join the best {subject} training in {city} with placement, free demo class. {contact}
{subject} online course with certification, enroll now and get a discount. {link}
Check out my channel, I post new videos {time}, please like and subscribe!
Subscribe to my channel and I will subscribe back, thanks!
Please listen to my new song and share it with your friends: {link}
Hey guys, I am a small musician, please give my videos a chance. {link}
Follow me on Instagram @{word} for a giveaway, win {sum}!
Congratulations, you have won a gift card worth {sum}, claim it here: {link}
I wrote about this on my blog, come and have a look: {link}
Buy real followers, likes and views, cheap and instant. {link}
Sign up with my code {word}{digits} and we both get {sum} free. {link}
Our experts solve every problem with your {thing} within minutes, feel free to call. {contact}
How do I contact {maker} by phone? {phone}
To activate your {thing} go to {link} and enter the code.
{airline} customer care, {airline} flight change, {airline} refund: {phone}
We provide {trade} for homes and businesses at a reasonable price. {contact}
{trade} near me, best {trade} services, {trade} {city}
If you are looking for {goods}, this is the right place: {link}
I am happy to find this blog, here is my site: {link}
Visit {link} to know more about {subject}.
{praise} Visit our site for {trade} in {city}.
{praise} {pill}
{praise} {airline} booking
Get expert help with your {subject} assignment, homework and exams. {contact}
You can also download the app from {link}
Our hotline is open day and night: {phone}
Want to buy {goods}? The best offers are here. {link}
Invest with {name} and earn {sum} {time}, ask me how. {contact}
Many people face issues with {maker}, mostly due to a server error. {contact}
If your {maker} {thing} shows error {digits}, turn it off and reinstall the driver.
Sometimes a {thing} shows {maker} error {digits}, which our guide resolves step by step.
{maker} {thing} is very popular, but at times it does not work. Ask {maker} support.
How to delete the history of your {thing}? Follow this tutorial of {maker} help.
Update your {maker} {thing} to get rid of slow performance, or let our technicians do it.
{praise} I really appreciate your work. {trade} {city}
{praise} Your article is fantastic. properties for rent in {city}
{praise} {show} online
{praise} {word}
{praise} Regards, {trade} company {city}
{praise} I have bookmarked this page. {link}
{praise} This is what I was looking for. {goods} for sale
{praise} {subject} training in {city}
{praise} {subject} certification course
{praise} I also found a useful guide for {maker} {thing} users.
{praise} I must say your blog is full of knowledge, keep posting for {trade} lovers.
{subject} training institute in {city} with real time projects and job placement
{subject} is a growing field, and our institute in {city} is a decent place to begin your career.
Free movies, 123movies, putlocker, watch series online
{word}
{game} apk
Apartments and villas for sale in {city} at the best price. {contact}
Cheap flights to {city}, {airline} deals, last minute tickets
The information which you have given is very useful for {trade}. {contact}
I am very happy to read this article, thanks for giving us nice info. Fantastic walk-through. {link}
I have read your blog and I gathered new information through it, we also provide {trade}.
Hello there, I became aware of your blog through Google, it is really informative. {link}
Its like you read my mind! You seem to know so much about this. {link}
Hi, I do believe this is an excellent web site. I stumbled upon it. {link}
I was suggested this website by my cousin, you are incredible! {link}
Whats up, I want to subscribe for this web site to take latest updates. {link}
Wow, wonderful blog layout! How long have you been blogging for? {trade}
It is a reliable platform which provides {trade} for students and professionals.
Our company provides assignment writing, thesis help and proofreading to students in {city}.
{pill} is a natural supplement that burns fat and boosts energy. {contact}
{maker} is a well known brand, and its {thing} can be set up through {link}
Hire {subject} developers from us for your next project. {contact}
"""
_HARMLESS = """
{praise}
{praise} One question: does this also work with {subject}?
{praise} It helped me a lot with my {subject} course.
I called {maker} support about my {thing} and nobody answered for an hour.
My {maker} {thing} stopped working after the update, has anyone else seen this?
{maker} customer service is terrible, I waited forty minutes on the phone.
I flew with {airline} last year and they lost my bags.
{airline} cancelled our flight to {city} and we slept at the airport.
We moved to {city} in May and I miss the old place.
The trade fair in {city} was full of {goods} this year.
{trade} is hard work, my brother did it for years in {city}.
I lost money with {coin} and would not do it again.
{coin} fell by half this week, who could have known?
My son plays {game} all day and I worry about him.
{game} was better before the update.
I saw {show} yesterday and the ending made no sense.
I do not believe that {pill} do anything at all.
She paid {sum} for that and it broke after two days.
They fined him {sum}, which is far too little.
The rent here is {sum} {time}, who can pay that?
A loan at that rate is a trap, talk to your bank first.
My teacher let us write the essay again.
The article links to a study, but the link is dead: {link}
Here is the source: https://en.wikipedia.org/wiki/{subject}
The casino closed and two hundred people lost their jobs.
My doctor said that weight loss takes time.
I got error {digits} when I ran the second example, any idea why?
I subscribe to the paper and still see advertisements.
That channel has the best videos about {subject}, I watch it every day.
I love this song, it reminds me of {city}.
Can I run {subject} on my {maker} {thing}?
The website says that the office opens at nine.
How do I install {subject} without the internet?
The hotline of the city is open day and night.
I use the app on my {thing} and it drains the battery.
{praise} Where can I download the data?
{praise} I think there is a mistake in the second figure.
If you are looking for a plumber, ask your neighbours first.
To activate it I had to restart the {thing} twice.
Who else is watching this in {digits}?
I get an error when I run this code: {subject} is not defined. What am I doing wrong?
Please help me, I am stuck in my {subject} project.
Could somebody help me with the installation of {subject} on my {thing}?
When I use pip install I get this error message: could not find a version {digits}.{d}
The link to the data is broken, could you share it again?
{praise} Small typo in the third paragraph.
{praise} How would this work for larger data?
I found this fix: https://github.com/{word}/issues/{digits}
There is an answer at https://stackoverflow.com/questions/{digits}{digits} that helped me.
The data are at https://www.kaggle.com/{word} and I read them with pd.read_csv.
In line {d}{d} it should be x[{d}] = {digits}, otherwise the function returns None.
import numpy as np; print(np.array([{d}, {d}, {d}])) gives another result here.
Hi, I have followed every step, but the app crashes and the log shows a traceback.
Why do we divide by n - 1 here and not by n?
{praise} Do you have the same for {subject}?
I tried this with open, low, high and volume to predict the stock price, and the result is poor.
The server at {digits}.{d} refused to connect, please have a look.
Which version of {subject} did you use?
{praise} I am waiting for the next part.
Simply amazing. Thank you so much!
Nice and easy to follow, thanks from {city}.
I prefer the standard function, it is easier to read.
Excel cannot handle that many rows, so I moved to {subject}.
Can you explain how the second formula follows from the first?
"""


def make_corpus(seed: int) -> Corpus:
    """Write texts to learn from, labelled as spam or not, and as nothing else."""
    texts, is_spam = zip(*_write(Random(seed)), strict=True)  # noqa: S311 - reproducible
    labels = np.full((len(texts), len(LABELS)), np.nan, np.float32)
    labels[:, LABELS.index("spam")] = is_spam
    said = (np.full(len(texts), value) for value in (SOURCE, LICENCE, "en", "train"))
    return Corpus(list(texts), labels, *said)


def count_lines() -> int:
    """Count the lines that the texts are written from."""
    return len((_ADVERTISEMENTS + _HARMLESS).strip().splitlines())


def _write(random: Random) -> Iterator[tuple[str, bool]]:
    for lines, is_spam in ((_ADVERTISEMENTS, True), (_HARMLESS, False)):
        for line in lines.strip().splitlines():
            # In order, so that the same seed always writes the same texts.
            for text in dict.fromkeys(_fill(line, random) for _ in range(EACH)):
                yield text, is_spam


def _fill(line: str, random: Random) -> str:
    """Replace the names of parts, one after the other, until none is left."""
    while "{" in line:
        before, _, rest = line.partition("{")
        name, _, after = rest.partition("}")
        line = f"{before}{random.choice(_PARTS[name].split('|'))}{after}"
    return line
