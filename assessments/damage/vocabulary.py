"""Damage's closed lists (`id · English · French · Arabic`), after EAMENA, EMS-98 and ICOMOS-ISCS, with the corrections
of practitioners (docs/decisions/0006)."""

from assessments.kit.vocabulary import Vocabulary

DAMAGE_GRADE = Vocabulary(
    "damage_grade",
    """
    none · No damage · Aucun dommage · لا ضرر
    slight · Slight damage · Dommages légers · ضرر طفيف
    moderate · Moderate damage · Dommages modérés · ضرر متوسط
    heavy · Heavy damage · Dommages graves · ضرر شديد
    very_heavy · Very heavy damage · Dommages très graves · ضرر شديد جداً
    destroyed · Destroyed · Détruit · مدمَّر
    not_assessable · Not assessable · Évaluation impossible · تعذّر التقييم
    """,
)

NOT_ASSESSED = Vocabulary("not_assessed", "not_assessed · Not assessed · Non évalué · لم يُقيَّم")

CONSERVATION_STATE = Vocabulary(
    "conservation_state",
    """
    good · Good · Bon · جيدة
    fair · Fair · Moyen · مقبولة
    poor · Poor · Mauvais · سيئة
    very_bad · Very bad · Très mauvais · سيئة جداً
    destroyed · Destroyed · Détruit · مدمَّرة
    unknown · Unknown · Inconnu · غير معروفة
    """,
)

EXTENT = Vocabulary(
    "extent",
    """
    none_visible · None visible · Aucun visible · لا ضرر ظاهر
    p01_10 · 1–10 % · 1 à 10 % · من 1 إلى 10٪
    p11_30 · 11–30 % · 11 à 30 % · من 11 إلى 30٪
    p31_60 · 31–60 % · 31 à 60 % · من 31 إلى 60٪
    p61_90 · 61–90 % · 61 à 90 % · من 61 إلى 90٪
    p91_100 · 91–100 % · 91 à 100 % · من 91 إلى 100٪
    unknown · Unknown · Inconnue · غير معروف
    """,
)

CERTAINTY = Vocabulary(
    "certainty",
    """
    negligible · Negligible · Négligeable · ضئيلة
    low · Low · Faible · منخفضة
    medium · Medium · Moyenne · متوسطة
    high · High · Élevée · عالية
    definite · Definite · Certaine · مؤكدة
    not_applicable · Not applicable · Sans objet · لا ينطبق
    """,
)

METHOD = Vocabulary(
    "assessment_method",
    """
    field_visual · Field, visual · Terrain, visuel · ميداني بصري
    field_distance · Field, seen from a distance without entering · Terrain, vu de loin, sans accès · ميداني، مشاهدة من مسافة دون دخول
    field_measured · Field, measured · Terrain, avec mesures · ميداني مع قياسات
    photogrammetry · Photogrammetry · Photogrammétrie · مسح تصويري (فوتوغرامتري)
    laser_scan · Laser scan · Lasergrammétrie · مسح ليزري
    drone · Drone survey · Relevé par drone · مسح بطائرة مسيّرة
    satellite · Satellite imagery · Imagerie satellite · صور الأقمار الصناعية
    aerial_photo · Aerial photograph · Photographie aérienne · صور جوية
    open_source_media · Media, open sources · Médias, sources ouvertes · وسائط ومصادر مفتوحة
    witness · Witness account · Témoignage · إفادة شاهد
    archive · Documents, archives · Documents, archives · وثائق وأرشيف
    """,
)

CAUSE = Vocabulary(
    "damage_cause",
    """
    explosive_demolition · Deliberate destruction, explosives · Destruction délibérée à l'explosif · تدمير متعمد بالمتفجرات
    tool_demolition · Deliberate destruction, tools or machines · Destruction délibérée à l'outil ou à l'engin · تدمير متعمد بالأدوات أو الآليات
    explosion_unknown · Explosion, intent unknown · Explosion, intention inconnue · انفجار غير معروف القصد
    controlled_demolition · Controlled demolition of ordnance · Destruction contrôlée de munitions · تفجير مُسيطَر عليه للذخائر
    explosive_remnants · Explosive remnants of war · Restes explosifs de guerre · مخلفات حربية قابلة للانفجار
    air_strike · Air strike · Frappe aérienne · غارة جوية
    shelling · Shelling, rockets · Tirs d'artillerie, roquettes · قصف مدفعي أو صاروخي
    gunfire · Gunfire, light weapons · Tirs d'armes légères · إطلاق نار بأسلحة خفيفة
    mine_ied · Landmine or improvised device · Mine ou engin explosif improvisé · لغم أرضي أو عبوة ناسفة مرتجلة
    military_use · Military occupation, earthworks, vehicles · Occupation, terrassements ou véhicules militaires · استخدام عسكري (تمركز، سواتر ترابية، آليات)
    displaced_occupation · Occupation by displaced people · Occupation par des déplacés · إشغال من قبل نازحين
    illegal_excavation · Illegal excavation · Fouilles illégales · تنقيب غير مشروع
    theft · Theft of objects · Vol d'objets · سرقة قطع أثرية
    vandalism · Vandalism, graffiti · Vandalisme, graffitis · تخريب وكتابات جدارية
    arson · Arson · Incendie volontaire · حريق متعمد
    fire · Fire · Incendie · حريق
    stone_robbing · Stone robbing · Récupération de matériaux · اقتلاع حجارة البناء لإعادة استخدامها
    debris_removal · Unsupervised removal of debris · Déblaiement non encadré · إزالة أنقاض دون إشراف أثري
    construction · Construction, development · Construction, aménagement · بناء وتوسع عمراني
    levelling · Bulldozing, levelling · Nivellement au bulldozer · تجريف وتسوية
    infrastructure · Roads, pipes, cables · Routes, conduites, câbles · طرق وأنابيب وكابلات
    agriculture · Agriculture, grazing · Agriculture, pâturage · زراعة ورعي
    earthquake · Earthquake · Séisme · زلزال
    water · Flood, water action · Inondation, action de l'eau · فيضانات وتأثير المياه
    wind · Wind, sand · Vent, sable · رياح ورمال
    salts_climate · Salts, humidity, temperature · Sels, humidité, température · أملاح ورطوبة وحرارة
    biological · Vegetation, animals · Végétation, animaux · نباتات وحيوانات
    neglect · Lack of maintenance · Défaut d'entretien · نقص الصيانة
    bad_repair · Unsuitable repair · Réparation inadaptée · ترميم غير ملائم
    other · Other · Autre · أخرى
    unknown · Unknown · Inconnue · غير معروف
    """,
)

EFFECT = Vocabulary(
    "effect_type",
    """
    collapse · Collapse · Effondrement · انهيار
    structural_disorder · Structural disorder · Désordre structurel · خلل إنشائي
    roof_lost · Roof lost · Toiture perdue · فقدان السقف
    deformation · Leaning, deformation · Dévers, déformation · ميلان أو تشوه
    cracking · Cracks · Fissures · تشققات
    missing_parts · Broken or missing parts · Parties cassées ou manquantes · أجزاء مكسورة أو مفقودة
    displaced_fragments · Displaced fragments · Fragments déplacés · قِطَع وكِسَر متناثرة
    impact_marks · Bullet or shrapnel marks · Impacts de balles ou d'éclats · آثار رصاص وشظايا
    crater · Crater · Cratère · حفرة انفجار
    defacement · Defacement · Mutilation · طمس أو تشويه متعمد للوجوه والصور
    surface_loss · Surface loss · Perte de surface · فقدان السطح
    detachment · Detachment · Détachement · انفصال وتقشر
    cohesion_loss · Loss of cohesion · Désagrégation · تفكك حبيبي
    material_loss · Material loss, erosion · Perte de matière, érosion · فقدان المادة وتآكل
    discoloration_deposit · Discoloration, deposit · Altération chromatique et dépôt · تغير لون وترسبات
    bio_colonization · Biological colonization · Colonisation biologique · نمو كائنات حية (أشنيات، طحالب، نباتات)
    burning · Burning, soot · Brûlure, suie · احتراق وسخام
    water_damage · Water damage · Dégât des eaux · أضرار مياه
    ground_disturbance · Pits, ground disturbance · Fosses, sol bouleversé · حفر واضطراب التربة
    covered · Covered by debris · Couvert de débris · مغطى بالأنقاض
    object_loss · Loss of objects · Disparition d'objets · فقدان قطع أثرية
    access_loss · Access restricted · Accès restreint · تقييد الوصول
    visual_impact · Visual impact · Impact visuel · تأثير بصري
    none · Checked, none found · Vérifié, aucun · فُحص ولم يوجد
    unknown · Unknown · Inconnu · غير معروف
    """,
)

STONE_PATTERN = Vocabulary(
    "stone_pattern",
    """
    crack_deformation · Crack and deformation · Fissure et déformation · تشقق وتشوه
    detachment · Detachment · Détachement · انفصال
    material_loss · Features induced by material loss · Figures induites par une perte de matière · ظواهر ناتجة عن فقدان المادة
    discoloration_deposit · Discoloration and deposit · Altération chromatique et dépôt · تغير لون وترسبات
    biological_colonization · Biological colonization · Colonisation biologique · استيطان حيوي
    """,
)

ELEMENT = Vocabulary(
    "element_type",
    """
    wall · Wall · Mur · جدار
    column · Column, pillar · Colonne, pilier · عمود أو دعامة
    capital_base · Capital, base · Chapiteau, base · تاج أو قاعدة عمود
    arch_vault · Arch, vault · Arc, voûte · قوس أو قبو
    dome · Dome · Coupole · قبة
    lintel_entablature · Lintel, entablature · Linteau, entablement · ساكف أو إفريز
    door_window · Door, window · Porte, fenêtre · باب أو نافذة
    roof · Roof · Toiture · سقف
    floor_pavement · Floor, pavement · Sol, pavement · أرضية أو رصف
    stair · Stair · Escalier · درج
    foundation · Foundation · Fondation · أساس
    tower_minaret · Tower, minaret · Tour, minaret · برج أو مئذنة
    relief_sculpture · Relief, sculpture · Relief, sculpture · نقش بارز أو منحوتة
    inscription · Inscription · Inscription · كتابة منقوشة
    mosaic_painting · Mosaic, wall painting · Mosaïque, peinture murale · فسيفساء أو رسم جداري
    burial · Burial chamber, loculus · Chambre funéraire, loculus · حجرة دفن أو معزبة
    fitting · Fitting, furnishing · Équipement, mobilier · تجهيز أو أثاث
    ground · Ground, archaeological layers · Sol, couches archéologiques · أرض وطبقات أثرية
    other · Other · Autre · أخرى
    """,
)

MATERIAL = Vocabulary(
    "material",
    """
    stone_cut · Cut stone · Pierre de taille · حجر منحوت
    stone_rough · Roughly cut stone · Pierre grossièrement taillée · حجر غشيم
    stone_rubble · Rubble stone · Moellons · حجر دبش
    rock · Living rock · Roche en place · صخر طبيعي
    mud_adobe · Mud, adobe · Terre crue, adobe · طين أو لبن
    brick · Baked brick · Brique cuite · آجر
    mortar · Mortar · Mortier · ملاط
    plaster · Plaster · Enduit · طينة
    stucco · Stucco · Stuc · جص
    concrete · Concrete · Béton · خرسانة
    timber · Timber · Bois · خشب
    metal · Metal · Métal · معدن
    glass_ceramic · Glass, ceramic · Verre, céramique · زجاج أو خزف
    tesserae · Tesserae · Tesselles · مكعبات فسيفساء
    other · Other · Autre · أخرى
    """,
)

RECOMMENDATION = Vocabulary(
    "recommendation",
    """
    shoring · Shoring, propping · Étaiement · تدعيم مؤقت
    temporary_cover · Temporary cover · Couverture provisoire · تغطية مؤقتة
    loose_parts_removal · Take down loose parts · Dépose des parties instables · إنزال الأجزاء المخلخلة
    fencing · Fencing, closing off · Clôture, mise à distance · تسييج وإغلاق
    guarding · Guarding · Gardiennage · حراسة
    evacuation · Evacuate objects · Évacuation d'objets · إخلاء القطع
    fragments_collection · Record and collect fragments · Relevé et collecte des fragments · توثيق الكسر وجمعها
    debris_sorting · Sort debris under supervision · Tri encadré des débris · فرز الأنقاض بإشراف
    drainage · Lead water away · Évacuation des eaux · تصريف المياه
    consolidation · Consolidation · Consolidation · تقوية
    crack_filling · Filling, repointing · Comblement, rejointoiement · حشو وتكحيل
    cleaning · Cleaning · Nettoyage · تنظيف
    vegetation_removal · Vegetation removal · Enlèvement de la végétation · إزالة النباتات
    anastylosis_study · Study for anastylosis · Étude d'anastylose · دراسة إعادة التركيب
    restoration · Restoration · Restauration · ترميم
    reburial · Reburial · Réenfouissement · إعادة الطمر
    engineer · Structural engineer's inspection · Visite d'un ingénieur structure · معاينة مهندس إنشائي
    detailed_assessment · Detailed assessment · Évaluation détaillée · تقييم مفصّل
    measured_survey · Measured survey · Relevé métrique · رفع مساحي
    photographic_survey · Photographic survey · Relevé photographique · توثيق تصويري
    laser_scan · Laser scan, photogrammetry · Lasergrammétrie, photogrammétrie · مسح ليزري أو تصويري
    monitoring · Monitoring · Suivi · مراقبة دورية
    authorities · Inform authorities or owner · Informer autorités ou propriétaire · إبلاغ السلطات أو المالك
    none · No action · Aucune action · لا إجراء
    other · Other · Autre · أخرى
    """,
)

INTERVENTION = Vocabulary(
    "intervention_type",
    """
    emergency · Emergency actions · Mesures d'urgence · إجراءات طارئة
    conservation · Conservation, restoration, maintenance · Conservation, restauration, entretien · صون وترميم وصيانة
    preventive · Preventive and mitigating · Mesures préventives · إجراءات وقائية
    """,
)

HORIZON = Vocabulary(
    "factor_horizon",
    """
    now · Acting now · En cours · قائم الآن
    months_6 · Within six months · Sous six mois · خلال ستة أشهر
    years_2 · Within two years · Sous deux ans · خلال سنتين
    years_5 · Within five years · Sous cinq ans · خلال خمس سنوات
    later · Later · Plus tard · لاحقاً
    """,
)

POSTING = Vocabulary(
    "posting",
    """
    inspected · Inspected · Inspecté · تمت المعاينة
    restricted · Restricted use · Accès limité · دخول مقيَّد
    unsafe · Dangerous, no access · Dangereux, accès interdit · خطر، يُمنع الدخول
    not_entered · Not entered · Sans accès · دون دخول
    """,
)

PRIORITY = Vocabulary(
    "priority",
    """
    emergency · Emergency · Urgence immédiate · طارئ
    urgent · Urgent · Urgent · عاجل
    high · High · Élevée · مرتفعة
    medium · Medium · Moyenne · متوسطة
    low · Low · Faible · منخفضة
    """,
)

YES_NO = Vocabulary(
    "checked",
    """
    yes · Yes · Oui · نعم
    no · No · Non · لا
    not_checked · Not checked · Non vérifié · لم يُفحص
    """,
)

SCOPE = Vocabulary(
    "scope",
    """
    whole · The whole monument · Tout le monument · المَعلَم كاملاً
    parts · Parts of it · Des parties · أجزاء منه
    """,
)

STAGE = Vocabulary(
    "stage",
    """
    rapid · Rapid · Rapide · سريع
    detailed · Detailed · Détaillé · مفصّل
    """,
)

CHANGE_REASON = Vocabulary(
    "change_reason",
    """
    new_damage · New damage · Nouveaux dommages · أضرار جديدة
    deterioration · Deterioration · Dégradation · تدهور
    works · Works · Travaux · أعمال
    better_knowledge · Better knowledge · Meilleure connaissance · معرفة أدق
    correction · Correction · Correction · تصحيح
    """,
)

FACTOR_CATEGORY = Vocabulary(
    "factor_category",
    """
    natural · Natural · Naturel · طبيعي
    armed_conflict · Armed conflict · Conflit armé · نزاع مسلح
    illegal_activities · Illegal activities · Activités illégales · أنشطة غير مشروعة
    building_development · Building and development · Construction et aménagement · بناء وتوسع عمراني
    infrastructure · Infrastructure · Infrastructures · بنى تحتية
    agriculture · Agriculture and grazing · Agriculture et pâturage · زراعة ورعي
    management · Management · Gestion · إدارة
    tourism · Visitors · Fréquentation · زوار
    other · Other · Autre · أخرى
    none_known · None visible or known · Aucun visible ou connu · لا شيء ظاهر أو معروف
    """,
)

FACTOR_TYPE = Vocabulary(
    "factor_type",
    """
    wind_action · Wind · Vent · رياح
    rain · Rain · Pluie · أمطار
    flood · Flood · Inondation · فيضان
    earthquake · Earthquake · Séisme · زلزال
    humidity_salts · Humidity, salts · Humidité, sels · رطوبة وأملاح
    collapse_risk · Risk of collapse · Risque d'effondrement · خطر انهيار
    open_roof · Open roof · Toiture ouverte · سقف مكشوف
    people_inside · People living or working in it · Personnes y vivant ou y travaillant · أشخاص يسكنونه أو يعملون فيه
    explosive_hazard · Explosive hazard · Risque explosif · مخاطر متفجرات
    fighting · Fighting · Combats · اشتباكات
    looting · Looting · Pillage · نهب
    stone_robbing · Stone robbing · Récupération de matériaux · اقتلاع حجارة
    construction · Construction · Construction · بناء
    road_track · Road or track · Route ou piste · طريق أو مسلك
    ploughing · Ploughing · Labour · حراثة
    grazing · Grazing · Pâturage · رعي
    lack_of_maintenance · Lack of maintenance · Défaut d'entretien · نقص الصيانة
    unsupervised_works · Unsupervised works · Travaux non encadrés · أعمال دون إشراف
    other · Other · Autre · أخرى
    """,
)

PROBABILITY = Vocabulary(
    "factor_probability",
    """
    possible · Possible · Possible · ممكن
    probable · Probable · Probable · محتمل
    planned · Planned · Prévu · مخطط له
    """,
)

REPORT_STATUS = Vocabulary(
    "report_status",
    """
    draft · Draft · Brouillon · مسودة
    submitted · Waiting for verification · En attente de vérification · بانتظار التدقيق
    returned · Returned · Renvoyé · مُعاد
    verified · Verified · Vérifié · مُدقَّق
    superseded · Superseded · Remplacé · استُبدل
    retracted · Retracted · Retiré après vérification · سُحب بعد التدقيق
    withdrawn · Withdrawn · Retiré · مسحوب
    """,
)

BASIS = Vocabulary(
    "verified_on_basis",
    """
    photographs · Photographs · Photographies · صور
    second_witness · A second witness · Un second témoin · شاهد ثانٍ
    visit · A visit of one's own · Une visite personnelle · زيارة شخصية
    imagery · Imagery · Imagerie · صور جوية أو فضائية
    """,
)

DATE_PRECISION = Vocabulary(
    "date_precision",
    """
    on · On one day · Un jour précis · في يوم محدد
    between · Between two days · Entre deux jours · بين يومين
    before · Before a day · Avant un jour · قبل يوم
    after · After a day · Après un jour · بعد يوم
    """,
)

REFERENCE_KIND = Vocabulary(
    "reference_kind",
    """
    before · As it was before a day · Tel qu'avant un jour · كما كان قبل يوم
    report · As an earlier report has it · Tel que le décrit un rapport antérieur · كما في تقرير سابق
    photograph · As a dated photograph shows it · Tel que le montre une photographie datée · كما في صورة مؤرخة
    """,
)

VERDICT = Vocabulary(
    "verdict",
    """
    returned · Returned · Renvoyé · مُعاد
    verified · Verified · Vérifié · مُدقَّق
    withdrawn · Withdrawn · Retiré · مسحوب
    retracted · Retracted · Retiré après vérification · سُحب بعد التدقيق
    adjudicated · Adjudicated · Tranché · محسوم
    comment · Comment · Commentaire · تعليق
    """,
)
