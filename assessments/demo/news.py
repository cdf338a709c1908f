"""What the news said of Palmyra in spring 2016: attributed, dated, in our own words, in three languages.

None of it is tuned to our figures, nor ours to it (field practice A12). The killings in the theatre are named, and
nothing of them is shown (A22).
"""

from __future__ import annotations

from datetime import date

from assessments.demo.days import between, on
from assessments.demo.reporting import Reporting
from assessments.kit import ids
from assessments.register import messages as m
from assessments.register import operations as register
from assessments.register.models import Site

DIRECTOR = ("Director-General of Antiquities and Museums", "DGAM, Syria")
BY_IN_OTHER_LANGUAGES = {
    DIRECTOR[0]: {
        "fr": "Directeur général des antiquités et des musées, DGAM, Syrie",
        "ar": "المدير العام للآثار والمتاحف، المديرية العامة للآثار والمتاحف، سورية",
    },
    "Army sappers": {"fr": "Démineurs de l'armée", "ar": "مهندسو إزالة الألغام في الجيش"},
}
AGENCY = "as told to a news agency (AFP), 28 March 2016, in our words"
COUNTED_OTHERWISE = {
    "en": "Ours counts monuments on the list, each once, and says how many were not assessed. That claim speaks "
    "of the site without saying what is counted; damaged places are also recorded first.",
    "fr": "Notre chiffre compte les monuments de la liste, un par un, et dit combien n'ont pas été évalués. Cette "
    "déclaration parle du site sans dire ce qui est compté ; les lieux endommagés sont aussi relevés d'abord.",
    "ar": "رقمنا يعدّ المعالم المدرجة في القائمة، كلاً على حدة، ويذكر عدد ما لم يُقيَّم. أما هذا القول فيتحدث عن "
    "الموقع دون بيان ما يُعدّ؛ كما أن الأماكن المتضررة تُوثَّق أولاً.",
}
NOT_AN_ESTIMATE = {
    "en": "Said before any assessment of what must be done. UNESCO does not approve works: it gives advice, the permit "
    "is national.",
    "fr": "Dit avant toute évaluation de ce qu'il faut faire. L'UNESCO n'approuve pas de travaux : elle conseille, le "
    "permis est national.",
    "ar": "قيل قبل أي تقييم لما يجب عمله. واليونسكو لا توافق على أعمال بل تقدّم المشورة؛ أما الرخصة فوطنية.",
}
CHECKED = {
    "en": "We record it where somebody looked: as a finding 'checked, none found', with the place that was walked.",
    "fr": "Nous le consignons là où quelqu'un a regardé : un constat « vérifié, aucun », avec le lieu parcouru.",
    "ar": "نسجّله حيث نظر أحد: نتيجة «فُحص ولم يوجد» مع المكان الذي جرى المشي فيه.",
}

SAID_ON_28_MARCH: tuple[tuple[str, str, dict[str, str], str, str, str], ...] = (
    ("condition", "80 %", COUNTED_OTHERWISE,
     "Most of the ancient site is in good shape, about 80 percent of it.",
     "La plus grande partie du site antique est en bon état, environ 80 pour cent.",
     "معظم الموقع الأثري بحالة جيدة، نحو 80 بالمئة منه."),
    ("duration", "5 years", NOT_AN_ESTIMATE,
     "Five years are needed to restore what was damaged or destroyed, if UNESCO approves.",
     "Il faut cinq ans pour restaurer ce qui a été endommagé ou détruit, si l'UNESCO approuve.",
     "يلزم خمس سنوات لترميم ما تضرر أو دُمّر، إذا وافقت اليونسكو."),
    ("priority", "", {},
     "The citadel comes first and needs repair at once.",
     "La citadelle vient en premier et doit être réparée sans attendre.",
     "القلعة أولاً، وهي بحاجة إلى إصلاح فوري."),
    ("restoration", "", {},
     "The Lion of Al-Lat is in pieces, but they can be put together again.",
     "Le Lion d'Al-Lât est en morceaux, mais on peut les rassembler.",
     "أسد اللات محطم، لكن يمكن جمع قطعه من جديد."),
    ("looting", "", CHECKED,
     "There was no widespread looting of the site.",
     "Le site n'a pas subi de pillage généralisé.",
     "لم يتعرض الموقع لنهب واسع."),
)  # fmt: skip


def record_spring_2016(site: Site, reporting: Reporting) -> None:
    """Record the statements of 28 March and 6 April 2016, and the killings of 2015."""
    with on("2016-03-29"):
        for about, figure, difference, *words in SAID_ON_28_MARCH:
            _state(site, reporting, DIRECTOR, date(2016, 3, 28), about, words, AGENCY, figure, difference,
                   is_preliminary=True)  # fmt: skip
        _state(
            site, reporting, ("Army sappers", ""), date(2016, 3, 28), "ordnance",
            ["More than fifty bombs were made harmless, some of them by controlled detonations that were heard in the town.",
             "Plus de cinquante bombes ont été neutralisées, certaines par des explosions contrôlées entendues dans la ville.",
             "أُبطل مفعول أكثر من خمسين قنبلة، بعضها بتفجيرات مسيطَر عليها سُمعت في المدينة."],
            "news agency reports of 28 March 2016, in our words", "more than 50", {
                "en": "It releases no ground: only a clearance with its certificate does.",
                "fr": "Cela ne remet aucun terrain à disposition : seule une remise avec son certificat le fait.",
                "ar": "هذا لا يُفرج عن أي أرض: لا يُفرج عنها إلا بشهادتها.",
            }, is_preliminary=True,
        )  # fmt: skip
        reporting.incident(
            {"en": "Killings in the Roman Theatre", "fr": "Tueries dans le théâtre romain",
             "ar": "عمليات قتل في المسرح الروماني"},
            ["theatre"], "other",
            [m.Claim(occurred=between("2015-05-20", "2016-03-27"), source="agency reports; no day is given here", chosen=True)],
            note="Nothing of it is shown. Photographs and testimony of it stay with the site's team.",
        )  # fmt: skip
        reporting.photos("theatre", "2016-03-28", 1, fallen=False, author="recorder", flags=["human_remains"],
                         people="identifiable", consent="impossible",
                         caption="EXERCISE: stands for pictures that are withheld")  # fmt: skip
    with on("2016-04-07"):
        _state(
            site, reporting, DIRECTOR, date(2016, 4, 6), "condition",
            ["Of the architecture, eighty percent still remains.",
             "De l'architecture, quatre-vingts pour cent demeure.", "بقي من العمارة ثمانون بالمئة."],
            "as reported by The Times, 6 April 2016, in our words", "80 %", COUNTED_OTHERWISE,
        )  # fmt: skip


def _state(
    site: Site, reporting: Reporting, who: tuple[str, str], said_on: date, about: str, words: list[str], source: str,
    figure: str, difference: dict[str, str], *, is_preliminary: bool = False,
) -> None:  # fmt: skip
    english, french, arabic = words
    message = m.StatementIn(
        id=ids.uuid7(), site=site.id, who=who[0], office=who[1], attributed_to=BY_IN_OTHER_LANGUAGES.get(who[0], {}), said_on=said_on, about=about, words=english,
        translations={"fr": french, "ar": arabic}, figure=figure, source=source, difference=difference,
        is_preliminary=is_preliminary,
    )  # fmt: skip
    register.record_statement(message, by=reporting.cast.actor("verifier"))
