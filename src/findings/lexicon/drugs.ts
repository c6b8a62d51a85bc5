/** Names that stand on packets and prescriptions. */
export const DRUGS: ReadonlySet<string> = new Set(
  (
    "abilify acamprosate accutane acetaminophen aciclovir acyclovir adalimumab adapalene adderall advil albuterol " +
    "alendronate alendronic allopurinol alprazolam ambien amitriptyline amlodipine amoxicillin anastrozole antabuse " +
    "apixaban aricept aripiprazole aspirin atenolol atomoxetine atorvastatin augmentin azathioprine azithromycin " +
    "baclofen beclometasone benadryl betamethasone biktarvy bisoprolol botox budesonide bumetanide buprenorphine " +
    "bupropion buscopan buspirone candesartan canesten carbamazepine carbimazole carvedilol cefalexin celebrex " +
    "celecoxib cephalexin cerazette cetirizine champix chlordiazepoxide chlorphenamine cialis ciclosporin " +
    "ciprofloxacin citalopram clarithromycin claritin clenil clobetasol clomid clomifene clonazepam clopidogrel " +
    "clozapine cocodamol codeine codydramol colchicine coumadin cyclobenzaprine cymbalta dabigatran dapagliflozin " +
    "denosumab depakote dermovate descovy desvenlafaxine dexamethasone dexamfetamine diazepam diclofenac differin " +
    "digoxin dilaudid disulfiram docusate dolutegravir domperidone donepezil doxazosin doxycycline doxylamine " +
    "dulaglutide duloxetine edoxaban effexor eliquis elvanse empagliflozin enalapril erythromycin escitalopram " +
    "esomeprazole estradiol estrogen etanercept etoricoxib eumovate evorel ezetimibe famotidine fentanyl fexofenadine " +
    "finasteride flonase flucloxacillin fluconazole fluoxetine fluticasone forxiga fosamax fostair furosemide " +
    "gabapentin gaviscon gliclazide haloperidol heparin herceptin humalog humira hydrochlorothiazide hydrocortisone " +
    "hydromorphone hydroxychloroquine ibuprofen imatinib imigran imodium indapamide indometacin infliximab insulin " +
    "irbesartan isotretinoin ivermectin januvia jardiance keppra ketamine ketorolac keytruda klonopin labetalol " +
    "lactulose lamictal lamotrigine lansoprazole lantus latanoprost letrozole levemir levetiracetam levitra " +
    "levocetirizine levodopa levothyroxine lexapro liothyronine lipitor liraglutide lisdexamfetamine lisinopril " +
    "lithium loperamide loratadine lorazepam losartan lymecycline madopar mebeverine mefenamic melatonin meloxicam " +
    "memantine mercaptopurine mesalazine metformin methotrexate methylphenidate metoclopramide metoprolol " +
    "metronidazole microgynon minoxidil mirtazapine modafinil montelukast morphine mounjaro movicol naloxone " +
    "naltrexone naproxen nebivolol nexium nexplanon nicorette nitrofurantoin norethisterone nortriptyline novorapid " +
    "nurofen oestrogen olanzapine omeprazole ondansetron oramorph orlistat oxycodone oxycontin ozempic pantoprazole " +
    "paracetamol paroxetine paxil paxlovid pembrolizumab penicillin percocet perindopril phenergan phenytoin piriteze " +
    "piriton plavix pramipexole pravastatin prednisolone prednisone pregabalin progesterone prolia promethazine " +
    "propranolol provera prozac quetiapine ramipril ranitidine remdesivir rigevidon risperdal risperidone ritalin " +
    "rituximab rivaroxaban rivastigmine rizatriptan roaccutane rogaine ropinirole rosuvastatin rybelsus salbutamol " +
    "saxenda semaglutide seretide seroquel sertraline sildenafil simvastatin sinemet singulair sitagliptin sofosbuvir " +
    "spiriva spironolactone strattera suboxone sulfasalazine sumatriptan symbicort synthroid tacrolimus tadalafil " +
    "tamiflu tamoxifen tamsulosin tegretol temazepam tenofovir terbinafine testosterone timolol tiotropium " +
    "tirzepatide tizanidine topamax topiramate tramadol trastuzumab trazodone tretinoin trimethoprim trulicity " +
    "truvada tylenol utrogestan valium valproate valsartan valtrex vardenafil varenicline venlafaxine ventolin viagra " +
    "vicodin victoza vyvanse warfarin wegovy wellbutrin xalatan xanax xarelto zantac zolmitriptan zoloft zolpidem " +
    "zopiclone zyban zyprexa zyrtec"
  ).split(" "),
);

/** Endings of the names of drugs. */
export const DRUG_ENDINGS =
  /^[a-z]{3,}(?:mycin|micin|cillin|pril|sartan|statin|formin|gliptin|glutide|azole|prazole|olol|dipine|thiazide|semide|azepam|azolam|oxetine|pram|traline|triptan|caine|profen|oxacin|cycline|vudine|tinib|mab|ciclovir|cyclovir|terol|tropium|asone|olone|barbital|codone|morphone|zepine|idone|apine|setron|glitazone|gliflozin|lukast|parin|xaban|gatran|tidine|nacin|fibrate|mustine|rubicin|platin|taxel|dronate|dronic|terone|estrel|thyronine|thyroxine|fylline|phylline)$/;
/** Ordinary words with such an ending. */
export const NOT_DRUGS: ReadonlySet<string> = new Set(
  "april cocaine program telegram diagram pram".split(" "),
);
