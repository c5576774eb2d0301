"""Whether a comment's worst words are quoted, reported or negated rather than meant.

n-grams know nothing of stance: ``It is wrong to call anyone a moron`` scores like an insult. This
flag says that a person should look before the comment is rejected. It reads quotation marks, and
the cues of a few languages.
"""

import re
from collections.abc import Sequence

from classifier.explanations import Span

DEFAULT = "en"
"""Language whose cues are read where the comment's own is unclear, or has none here."""

_QUOTED = re.compile(
    r'"[^"]+"|\u201c[^\u201d]+\u201d|\u201e[^\u201c]+\u201c|\u00ab[^\u00bb]+\u00bb|\u00bb[^\u00ab]+\u00ab'
    r"|(?<!\w)['\u2018][^'\u2019]+['\u2019](?!\w)|^>.*$",
    re.MULTILINE,
)
# Of verbs of saying the forms that report something. What asks the reader for it (`just write to
# me`) says nothing of the words behind it.
_BEFORE = {
    "en": r"""
        not never nobody no\ one don'?t doesn'?t didn'?t isn'?t aren'?t shouldn'?t without
        wrong unacceptable apologi[sz]\w* condemn\w* call(?:s|ed|ing) sa(?:ys|id|ying)
        (?<!\bi\ )told writ(?:es|ing) wrote shout(?:s|ed|ing) scream(?:s|ed|ing) quot(?:es|ed|ing)
        (?:to|i|we|they|people|some|others)\ (?:call|say|write|shout)(?!\ (?:to|us|now)\b)
        (?:who|anyone|would|could|should|must|may)\ (?:call|say|write|shout)(?!\ (?:to|us|now)\b)
        word term slur
    """,
    "de": r"""
        nicht nie(?:mals|mand\w*)? kein\w* ohne falsch inakzeptabel unertr\u00e4glich
        entschuldig\w* verurteil\w* nenn(?:en|t|e) nannten? sag(?:en|t|te|ten) schreib(?:en|t)
        schrieb(?:en)? ruf(?:en|t) riefen rief beschimpf\w* beleidig\w* zitier\w* wort begriff
        schimpfwort
    """,
    "pt": r"""
        n[\u00e3a]o nunca ningu[\u00e9e]m nenhum\w* sem errado inaceit[\u00e1a]vel desculp\w*
        conden\w* cham(?:a|am|ar|ou|aram|ado|ada|ando)(?:-\w+)? diz(?:em|er|endo)? disse(?:ram)?
        escrev(?:e|em|er|eu|eram|endo|ia) grit\w* xing\w* cit\w* palavra termo
    """,
    "fr": r"""
        pas jamais personne aucune? sans inacceptable inadmissible excus\w* condamn\w*
        appel(?:er|le|lent|\u00e9e?s?|ait) trait(?:er|e|ent|\u00e9e?s?|ait) di(?:t|re|sent|sait)
        \u00e9cri(?:re|t|vai(?:t|ent)|vent|vant) cri(?:er|e|ent|\u00e9|ait) cite\w* mot terme
        insulte
    """,
    "es": r"""
        no nunca jam[\u00e1a]s nadie ning[\u00fau]n\w* sin inaceptable disculp\w* conden\w*
        llam(?:a|an|ar|[\u00f3o]|aron|ado|ada|ando) dic(?:e|en|iendo) dij(?:o|eron) decir
        escrib(?:e|en|ir|i\u00f3|ieron|iendo) grit\w* insult(?:a|an|ar|[\u00f3o]|aron) palabra
        t[\u00e9e]rmino
    """,
}
_BEHIND = {"de": r"genannt geschimpft beschimpft bezeichnet gerufen"}  # verbs at the end
_REACH = 60  # characters between a cue and the word that it is about
_END_OF_SENTENCE = re.compile(r"[.!?]\s")
_GAP = re.compile(r"(?<!\\)\s+")  # an escaped space is part of a cue
WORST = 2
"""Words that are asked about, of each label."""


def _compile(cues: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_GAP.split(cues.strip()))})\b", re.IGNORECASE)


_CUES_BEFORE = {language: _compile(cues) for language, cues in _BEFORE.items()}
_CUES_BEHIND = {language: _compile(cues) for language, cues in _BEHIND.items()}


def is_hedged(text: str, spans: Sequence[Span], language: str | None = DEFAULT) -> bool:
    """Tell whether one of the worst words is quoted, or has a cue beside it in its sentence.

    Parameters
    ----------
    text : str
    spans : sequence of Span
        What its worst words contribute, to one label or several.
    language : str or None
        ISO 639 code of the language to read cues of.
    """
    worst = {(span.begin, span.end) for span in spans if span.contribution > 0}
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    spoken = language if language in _CUES_BEFORE else DEFAULT
    return any(
        any(opens <= begin and end <= closes for opens, closes in quoted)
        or _has_cue(text, begin, end, spoken)
        for begin, end in worst
    )


def _has_cue(text: str, begin: int, end: int, language: str) -> bool:
    before = _END_OF_SENTENCE.split(text[max(0, begin - _REACH) : begin])[-1]
    if _CUES_BEFORE[language].search(before):
        return True
    behind = _END_OF_SENTENCE.split(text[end : end + _REACH])[0]
    return language in _CUES_BEHIND and _CUES_BEHIND[language].search(behind) is not None
