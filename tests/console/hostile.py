"""What strangers write to break a page."""

ZALGO = "Z" + "\u0301\u0316" * 400
HOSTILE = (
    "<script>document.title = 'mine'</script>",
    "\u202eltr os ton si siht\u2066",
    f"{ZALGO}{ZALGO} climbs",
    "long " * 4_000,
    "o" * 20_000,
    "\n" * 500 + "below",
    "\ufdfd" * 300,  # one letter, as wide as a line
    "<b>bold</b> {{ 7 * 7 }} &lt;b&gt; <!-- --> ]]> \x00\x1b[31m",
)
