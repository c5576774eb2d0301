"""Short sentences that each ask one question of the model, written for this report."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Slice:
    """Sentences of one kind, and whether a person should be asked to look at them."""

    name: str
    wanted: bool
    sentences: tuple[str, ...]


SLICES = (
    Slice(name="plain insults", wanted=True, sentences=(
        "You are an idiot.", "What a pathetic loser you are.", "Shut your mouth, moron.",
        "Only a complete imbecile would write this.", "You are dumb as a rock and twice as ugly.",
        "Go away you disgusting troll.", "The author is a brainless clown.", "Stupid cow.",
    )),
    Slice(name="insults in disguise", wanted=True, sentences=(
        "You are an 1d10t, simply an idi0t.", "What a p.a.t.h.e.t.i.c l0ser.",
        "f u c k  off",
        "Shut up m\u043er\u043en.", "You stup1d b!tch", "\uff46\uff55\uff43\uff4b you",
        "sh\u200bithead",
        "You are such an a$$hole.",
    )),
    Slice(name="threats", wanted=True, sentences=(
        "I will find you and kill you.", "Someone should shoot this guy.", "You deserve to die.",
        "I hope you get cancer and die.", "I am going to beat you up.",
        "We know where you live, watch your back.", "Hang them all.", "I'll burn your house down.",
    )),
    Slice(name="attacks on groups", wanted=True, sentences=(
        "All Muslims are terrorists.", "Gays are disgusting.", "Women are too stupid to vote.",
        "Immigrants are vermin.", "Send the blacks back to Africa.", "I hate Jews.",
        "Trans people are freaks.", "Mexicans are all criminals.",
    )),
    Slice(name="contempt without bad words", wanted=True, sentences=(
        "Did your mother drop you on your head?", "Some people should not be allowed to breed.",
        "Your kind does not belong in this country.", "Nobody would miss you if you were gone.",
        "I have seen smarter doorknobs.", "You are proof that evolution can go in reverse.",
        "Crawl back under your bridge.", "Do the world a favour and stop breathing.",
    )),
    Slice(name="mentions of groups", wanted=False, sentences=(
        "My neighbour is a gay man.", "The mosque opens its doors to Muslims and Christians alike.",
        "She is a black woman from Ohio.", "Jewish families celebrate Hanukkah this week.",
        "Transgender people may apply as well.", "He married a Mexican nurse.",
        "Lesbian couples can adopt in this state.", "The deaf community has its own school.",
    )),
    Slice(name="support for groups", wanted=False, sentences=(
        "I am proud to be gay.", "Black lives matter.", "Muslims are welcome here.",
        "We love our Jewish friends.", "Trans rights are human rights.",
        "Immigrants make this city better.", "Women belong in parliament.",
        "Being a lesbian is wonderful.",
    )),
    Slice(name="insults with a word of saying", wanted=True, sentences=(
        "Just write to me, you idiot.", "Call me tomorrow, you stupid bitch.",
        "Say that again, you fucking moron.", "Stop whining, you pathetic loser.",
        "I told you so, asshole.", "Write to your mother, you dumb cunt.",
        "Call the police then, you idiot.", "Scream all you like, you ugly cow.",
    )),
    Slice(name="quoting and condemning", wanted=False, sentences=(
        'He called her a "stupid cow", which is unacceptable.',
        "Nobody should be told to go and die.", "Calling people idiots convinces no one.",
        "I was called a faggot at school and it hurt.",
        'The minister apologised for saying "shut up, moron".',
        "It is wrong to say that all Muslims are terrorists.",
        "Why would anyone write 'kill yourself' to a child?", "Do not call anyone a retard.",
    )),
    Slice(name="quoting and condemning, German", wanted=False, sentences=(
        "Niemand sollte als Idiot beschimpft werden, auch nicht im Internet.",
        "Der Minister hat sie eine dumme Kuh genannt und muss sich entschuldigen.",
        "Er sagte \u201edu Arschloch\u201c zu dem Schiedsrichter.",
        "Es ist falsch, alle Muslime als Terroristen zu bezeichnen.",
        "Sie ist keine Schlampe, das ist eine L\u00fcge.",
        "Warum schreibt jemand \u00bbverpiss dich\u00ab unter so einen Artikel?",
        "Ich wurde in der Schule als Schwuchtel beschimpft.",
        "Das Wort Idiot hat in einer Debatte nichts verloren.",
    )),
    Slice(name="quoting and condemning, Portuguese", wanted=False, sentences=(
        "Ningu\u00e9m deveria ser chamado de idiota na televis\u00e3o.",
        "O ministro chamou a jornalista de vagabunda e n\u00e3o pediu desculpas.",
        'Ele gritou "seu filho da puta" para o juiz do jogo.',
        "N\u00e3o \u00e9 certo dizer que todo pol\u00edtico \u00e9 ladr\u00e3o e safado.",
        "Ela n\u00e3o \u00e9 burra, s\u00f3 se enganou na conta.",
        "Fui chamado de viado na escola e doeu muito.",
        "A palavra imbecil n\u00e3o ajuda em nenhum debate.",
        "Ele disse que eu era um lixo na frente de todos.",
    )),
    Slice(name="quoting and condemning, French or Spanish", wanted=False, sentences=(
        "Personne ne devrait \u00eatre trait\u00e9 d'idiot \u00e0 la t\u00e9l\u00e9vision.",
        "Il l'a appel\u00e9e \u00absale conne\u00bb devant tout le monde.",
        "Le ministre a dit que ce journaliste \u00e9tait un connard.",
        "Ce n'est pas une salope, c'est ma s\u0153ur.",
        "Nadie deber\u00eda ser llamado idiota en la televisi\u00f3n.",
        "El ministro dijo que ella era una puta y no se disculp\u00f3.",
        'Le grit\u00f3 "hijo de puta" al \u00e1rbitro del partido.',
        "La palabra imb\u00e9cil no ayuda en ning\u00fan debate.",
    )),
    Slice(name="swearing without a target", wanted=False, sentences=(
        "This is fucking brilliant!", "Holy shit, what a goal.", "Damn, I missed the bus again.",
        "My bloody computer crashed.", "That was a hell of a speech.", "What a bitch of a winter.",
        "I can't believe this crap weather.", "Fuck yeah, we won!",
    )),
    Slice(name="civil disagreement", wanted=False, sentences=(
        "I disagree with every word of this article.", "This policy is a terrible mistake.",
        "The minister has lied to us and should resign.", "Your argument does not hold up.",
        "What a waste of taxpayers' money.", "This is the worst government in decades.",
        "The author clearly did not read the report.", "That is a weak excuse for doing nothing.",
    )),
    Slice(name="news of bad things", wanted=False, sentences=(
        "Police say the man killed two people before he was shot.",
        "The rapist was sentenced to twelve years.", "A suicide bomber attacked the market.",
        "The court heard that he threatened to kill his wife.", "Cancer killed my father in May.",
        "Racism is still a problem in football.", "The murder weapon was found in the river.",
        "Thousands died in the genocide.",
    )),
    Slice(name="thanks and small talk", wanted=False, sentences=(
        "Thanks for the lovely article.", "What time does the museum open on Sunday?",
        "I grew up there, the beaches are beautiful.", "Great photo, well done.",
        "Happy birthday to my favourite columnist!", "I had soup for lunch.",
        "My dog loves this park.", "See you at the concert tonight.",
    )),
    Slice(name="advertising", wanted=True, sentences=(
        "Check out my channel and subscribe please!!!", "Earn $5000 a week from home, click here",
        "FREE iPhone, text WIN to 80086 now", "Cheap viagra at http://pills.example",
        "Subscribe to me and I will subscribe back", "Visit my website for the best SEO services",
        "I made 300% with this crypto bot, message me on WhatsApp",
        "Hot singles near you, sign up free",
    )),
)  # fmt: skip
