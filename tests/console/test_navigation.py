"""What stands at the top of each page leads to what somebody may see, and leaves nothing out."""

from service.console.navigation import DESTINATIONS
from tests.console.browsers import Browser


async def test_everybody_is_led_to_all_that_they_may_see_and_to_nothing_else(
    ada: Browser, alice: Browser, doris: Browser
) -> None:
    for browser in (ada, alice, doris):
        top = (await browser.get("/console")).text.partition("<main")[0]
        shown = {page.name for page in DESTINATIONS if f'href="{page.path}"' in top}
        answers = {page.name: (await browser.get(page.path)).status_code for page in DESTINATIONS}
        assert set(answers.values()) <= {200, 403}
        assert shown == {name for name, status in answers.items() if status == 200}
