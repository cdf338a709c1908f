"""Evidence's closed lists (`id · English · French · Arabic`)."""

from assessments.kit.vocabulary import Vocabulary

OBTAINED_FROM = Vocabulary(
    "obtained_from",
    """
    camera_file · File from a camera · Fichier d'appareil photo · ملف من الكاميرا
    phone_browser · Browser on a phone · Navigateur d'un téléphone · متصفح هاتف
    messaging_app · Messaging app · Messagerie · تطبيق مراسلة
    web · The web · Le web · الإنترنت
    scan · Scan of a print · Numérisation d'un tirage · مسح ضوئي
    """,
)

PHOTO_STATE = Vocabulary(
    "photo_state",
    """
    registered · Waiting for its file · En attente du fichier · بانتظار الملف
    received · Received · Reçue · تم الاستلام
    processing · Being read · En lecture · قيد القراءة
    ready · Ready · Prête · جاهزة
    rejected · Rejected · Rejetée · مرفوضة
    set_aside · Set aside · Mise de côté · نُحّيت جانباً
    """,
)

PHOTO_ROLE = Vocabulary(
    "photo_role",
    """
    context · Context · Contexte · سياق
    mid · Middle distance · Plan moyen · مسافة متوسطة
    detail · Detail · Détail · تفصيل
    scale · With scale · Avec échelle · مع مقياس
    archive · Earlier photograph · Photographie antérieure · صورة سابقة
    """,
)

PEOPLE = Vocabulary(
    "people",
    """
    none · Nobody · Personne · لا أحد
    incidental · Somebody, by chance · Fortuitement · عرضاً
    identifiable · Identifiable people · Personnes identifiables · أشخاص يمكن التعرف عليهم
    """,
)

CONSENT = Vocabulary(
    "consent",
    """
    not_asked · Not asked · Non demandé · لم يُطلب
    given · Given · Donné · مُنح
    refused · Refused · Refusé · رُفض
    impossible · Impossible to ask · Impossible à demander · تعذّر الطلب
    """,
)

FLAG = Vocabulary(
    "photo_flag",
    """
    human_remains · Human remains · Restes humains · رفات بشرية
    ordnance · Ordnance · Munitions · ذخائر
    military_position · Military position · Position militaire · موقع عسكري
    minor · A minor · Une personne mineure · قاصر
    slogan · Slogan · Slogan · شعار
    """,
)

CUSTODY_KIND = Vocabulary(
    "custody_kind",
    """
    received · Received · Reçue · استُلمت
    checked · Length and digest checked · Longueur et empreinte vérifiées · تم التحقق من الحجم والبصمة
    derived · Smaller pictures made · Images réduites produites · أُنتجت صور مصغّرة
    rejected · Could not be read · Illisible · تعذّرت قراءتها
    set_aside · Set aside after five attempts · Mise de côté après cinq essais · نُحّيت بعد خمس محاولات
    viewed · Viewed in full · Vue en entier · عُرضت كاملة
    released · Original released · Original remis · سُلّم الأصل
    held · Held by a verified report · Conservée pour un rapport vérifié · محتجزة لتقرير مُدقَّق
    """,
)
