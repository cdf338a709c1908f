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
    not_stated · Not said yet · Pas encore précisé · لم يُحدَّد بعد
    none · Nobody · Personne · لا أحد
    incidental · Somebody, not recognisable · Des personnes non reconnaissables · أشخاص لا يمكن التعرف عليهم
    identifiable · Somebody recognisable · Des personnes reconnaissables · أشخاص يمكن التعرف عليهم
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

AUDIENCE = Vocabulary(
    "photo_audience",
    """
    undecided · Not decided · Non décidé · لم يُقرَّر
    open · Open to outside readers · Ouverte aux lecteurs extérieurs · متاحة للقراء من الخارج
    team · For the site's team only · Réservée à l'équipe du site · لفريق الموقع فقط
    """,
)

CREDENTIALS = Vocabulary(
    "content_credentials",
    """
    absent · None (which proves nothing) · Aucun (ce qui ne prouve rien) · لا توجد (وهذا لا يثبت شيئاً)
    valid · Signature fits the file · La signature correspond au fichier · التوقيع مطابق للملف
    invalid · Signature does not fit the file · La signature ne correspond pas au fichier · التوقيع غير مطابق للملف
    unchecked · Could not be checked · Vérification impossible · تعذّر التحقق
    """,
)

ALIGNMENT = Vocabulary(
    "alignment",
    """
    good · Good: the views lie on each other · Bon : les vues se superposent · جيدة: المشهدان متطابقان
    fair · Fair: parts shift by their depth · Moyen : des parties se décalent selon leur profondeur · متوسطة: تنزاح أجزاء بحسب عمقها
    none · None: compare side by side · Aucun : comparer côte à côte · لا توجد: المقارنة جنباً إلى جنب
    """,
)

DOCUMENT_KIND = Vocabulary(
    "document_kind",
    """
    certificate · Clearance certificate · Certificat de remise à disposition · شهادة إفراج عن أرض
    drawing · Drawing or plan · Dessin ou relevé · رسم أو مخطط
    letter · Letter or decision · Lettre ou décision · رسالة أو قرار
    report · Report · Rapport · تقرير
    testimony · Testimony · Témoignage · إفادة
    video · Video · Vidéo · فيديو
    model · 3D model or point cloud · Modèle 3D ou nuage de points · نموذج ثلاثي الأبعاد أو سحابة نقاط
    lab_result · Laboratory result · Résultat de laboratoire · نتيجة مخبرية
    web_capture · Captured web page · Capture de page web · نسخة محفوظة من صفحة ويب
    gps_track · GPS track · Trace GPS · مسار GPS
    other · Other · Autre · غير ذلك
    """,
)

CUSTODY_KIND = Vocabulary(
    "custody_kind",
    """
    received · Received · Reçue · استُلمت
    checked · Length and digest checked · Longueur et empreinte vérifiées · تم التحقق من الحجم والبصمة
    derived · Smaller pictures made · Images réduites produites · أُنتجت صور مصغّرة
    turned · Turned by hand on smaller pictures · Tournée à la main sur les images réduites · أُديرت يدوياً في الصور المصغّرة
    tiled · Tiles for deep zoom made · Tuiles pour le zoom produites · أُنتجت مربّعات للتكبير
    masked · Covered by hand on smaller pictures · Masquée à la main sur les images réduites · غُطّيت يدوياً في الصور المصغّرة
    rejected · Could not be read · Illisible · تعذّرت قراءتها
    set_aside · Set aside after five attempts · Mise de côté après cinq essais · نُحّيت بعد خمس محاولات
    viewed · Viewed in full · Vue en entier · عُرضت كاملة
    released · Original released · Original remis · سُلّم الأصل
    bundled · Put into a bundle · Mise dans un dossier de pièces · وُضعت في حزمة
    exported · Original exported in a bundle · Original exporté dans un dossier · صُدِّر الأصل ضمن حزمة
    held · Held by a verified report · Conservée pour un rapport vérifié · محتجزة لتقرير مُدقَّق
    let_go · No longer held by a report · N'est plus retenue par un rapport · لم تعد محتجزة لتقرير
    withdrawn · Withdrawn · Retirée · سُحبت
    restored · Withdrawal undone · Retrait annulé · أُلغي السحب
    opened · Opened to outside readers · Ouverte aux lecteurs extérieurs · أُتيحت للقراء من الخارج
    kept_in · Kept with the site's team · Réservée à l'équipe du site · حُصرت بفريق الموقع
    cover_named · Parts to cover named · Parties à masquer désignées · حُدّدت الأجزاء المراد تغطيتها
    uncovered · Covering taken away · Masquage retiré · أُزيلت التغطية
    reconsidered · Decision on readers taken back · Décision sur les lecteurs annulée · أُلغي القرار بشأن القراء
    found_changed · Stored bytes found changed · Octets stockés trouvés altérés · وُجدت البايتات المخزّنة متغيّرة
    found_missing · Stored file found missing · Fichier stocké introuvable · وُجد الملف المخزّن مفقوداً
    found_sound · Stored bytes found sound again · Octets stockés de nouveau intacts · وُجدت البايتات المخزّنة سليمة من جديد
    erased · Erased by two people · Effacée par deux personnes · محاها شخصان
    """,
)
