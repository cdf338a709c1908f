"""The signs by which each grade of damage is known, in four kinds of fabric (`id · English · French · Arabic`)."""

from assessments.kit.vocabulary import Vocabulary

SIGNS = {
    "stone": Vocabulary(
        "grade_signs_stone",
        """
        none · Joints closed, nothing missing · Joints fermés, rien ne manque · الفواصل مغلقة ولا شيء مفقود
        slight · Hairline cracks, chipped edges, single loose stones · Microfissures, arêtes épaufrées, quelques pierres descellées · شقوق شعرية وحواف مكسورة وأحجار مخلخلة قليلة
        moderate · Cracks through several courses, some stones fallen · Fissures sur plusieurs assises, quelques pierres tombées · شقوق عبر عدة مداميك وسقوط بعض الأحجار
        heavy · Wide cracks, bulging, a bay or single columns down · Fissures larges, bombement, une travée ou des colonnes à terre · شقوق واسعة وانبعاج وسقوط جزء أو أعمدة
        very_heavy · Walls or vaults fallen, little carries its load · Murs ou voûtes tombés, peu d'éléments encore porteurs · سقوط جدران أو أقبية وقليل منها ما زال حاملاً
        destroyed · Only the footing or a heap of stones is left · Ne restent que l'assise ou un amas de pierres · لم يبق سوى الأساس أو كومة أحجار
        """,
    ),
    "brick": Vocabulary(
        "grade_signs_brick",
        """
        none · Bond whole, pointing whole · Appareil et joints intacts · الربط والتكحيل سليمان
        slight · Hairline cracks along joints, single bricks spalled · Microfissures aux joints, quelques briques épaufrées · شقوق شعرية على الفواصل وآجر مقشور قليل
        moderate · Stepped cracks, plaster and single bricks fallen · Fissures en escalier, enduit et briques tombés · شقوق متدرجة وسقوط طينة وبعض الآجر
        heavy · Wide stepped cracks, leaning wall, parts of vaults down · Fissures larges, mur penché, parties de voûtes tombées · شقوق متدرجة واسعة وجدار مائل وسقوط أجزاء من الأقبية
        very_heavy · Walls fallen over several metres, roof down · Murs tombés sur plusieurs mètres, toiture effondrée · سقوط جدران لعدة أمتار وانهيار السقف
        destroyed · Rubble of brick, only stumps of walls · Gravats de brique, simples arases · ركام آجر وبقايا جدران قصيرة
        """,
    ),
    "earth": Vocabulary(
        "grade_signs_earth",
        """
        none · Edges sharp, coating whole · Arêtes vives, enduit intact · حواف واضحة وطينة سليمة
        slight · Shallow gullies, coating flaking, fine cracks · Ravines peu profondes, enduit écaillé, fissures fines · أخاديد ضحلة وتقشر طينة وشقوق دقيقة
        moderate · Undercut base, cracks through the wall · Base sapée, fissures traversantes · تآكل القاعدة وشقوق نافذة
        heavy · Slumped edges, deep gullies, parts of the wall down · Bords affaissés, ravines profondes, pans tombés · هبوط الحواف وأخاديد عميقة وسقوط أجزاء
        very_heavy · Wall slumped to half its height or less · Mur affaissé à moitié de sa hauteur ou moins · هبوط الجدار إلى نصف ارتفاعه أو أقل
        destroyed · A shapeless mound, or levelled · Un monticule informe, ou nivelé · كومة بلا شكل أو أرض مسوّاة
        """,
    ),
    "rock": Vocabulary(
        "grade_signs_rock",
        """
        none · Carving sharp, rock sound · Taille nette, roche saine · نحت واضح وصخر سليم
        slight · Surface worn, hairline cracks · Surface usée, microfissures · سطح متآكل وشقوق شعرية
        moderate · Carving partly lost, cracks across the façade · Taille partiellement perdue, fissures en façade · فقدان جزئي للنحت وشقوق في الواجهة
        heavy · Pieces of the façade or the ceiling fallen · Morceaux de façade ou de plafond tombés · سقوط قطع من الواجهة أو السقف
        very_heavy · Most of the façade or a chamber gone · Presque toute la façade ou une chambre disparue · زوال معظم الواجهة أو حجرة
        destroyed · The chamber collapsed, or cut away · Chambre effondrée ou excavée · انهيار الحجرة أو اقتطاعها
        """,
    ),
}
"""By what a monument is made of, the signs by which its grade is recognised: our own words, on the ladder of EMS-98."""
