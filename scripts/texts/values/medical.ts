import type { Random } from "../../voices/random.js";
import { numberWords } from "../../voices/spoken-values.js";
import { isHeldOut } from "../held-out.js";
import { one } from "./one.js";

const ARTICLE = /^(an?|the|my) /;

/** Neither the term nor the term without its article may be kept for the development set. */
function terms(list: string): readonly string[] {
  return list.split("|").filter((term) => !isHeldOut(term) && !isHeldOut(term.replace(ARTICLE, "")));
}

const CONDITIONS = terms(
  "asthma|diabetes|type two diabetes|type one diabetes|high blood pressure|arthritis|rheumatoid arthritis|depression|" +
    "anxiety|epilepsy|eczema|psoriasis|migraines|gout|sciatica|osteoporosis|hypertension|angina|leukaemia|breast cancer|" +
    "prostate cancer|lung cancer|skin cancer|bowel cancer|a brain tumour|lymphoma|dementia|alzheimer's|parkinson's|" +
    "multiple sclerosis|lupus|fibromyalgia|chronic fatigue|crohn's|crohn's disease|ulcerative colitis|irritable bowel|" +
    "coeliac disease|an ulcer|acid reflux|kidney stones|kidney disease|gallstones|a hernia|hepatitis|hepatitis b|H I V|" +
    "herpes|chlamydia|shingles|chickenpox|pneumonia|bronchitis|tonsillitis|sinusitis|covid|the flu|a heart murmur|" +
    "atrial fibrillation|heart failure|an irregular heartbeat|a blood clot|anaemia|low iron|an underactive thyroid|" +
    "hypothyroidism|sleep apnoea|insomnia|bipolar disorder|schizophrenia|autism|A D H D|O C D|P T S D|anorexia|bulimia|" +
    "an eating disorder|panic attacks|postnatal depression|endometriosis|P C O S|fibroids|cystitis|a U T I|" +
    "a urinary infection|a yeast infection|incontinence|haemorrhoids|piles|erectile dysfunction|menopause|glaucoma|" +
    "cataracts|macular degeneration|tinnitus|vertigo|hearing loss|a slipped disc|carpal tunnel|scoliosis|cystic fibrosis|" +
    "sickle cell|haemophilia|a nut allergy|a peanut allergy|a latex allergy|hay fever|lactose intolerance|C O P D|" +
    "emphysema|tuberculosis|meningitis|sepsis|cellulitis|varicose veins|deep vein thrombosis|high cholesterol|pre diabetes|" +
    "gestational diabetes|pre eclampsia|a miscarriage|alcoholism|an opioid addiction|a concussion|a fractured hip|" +
    "a broken wrist|cirrhosis|pancreatitis|diverticulitis|appendicitis|M S|motor neurone disease|cerebral palsy|" +
    "down syndrome|tourette's|narcolepsy|rosacea|vitiligo|alopecia|whooping cough|scarlet fever|glandular fever|lyme disease",
);
const SYMPTOMS = terms(
  "a migraine|a rash|chest pain|chest pains|a fever|a seizure|blurred vision|shortness of breath|heart palpitations|" +
    "swollen ankles|blood in my urine|a lump in my breast|stomach cramps|numbness in my arm|night sweats|hot flushes|" +
    "dizzy spells|suicidal thoughts|a panic attack|an asthma attack|joint pain|back pain|period pains|morning sickness|" +
    "a sore throat|diarrhoea|constipation|heartburn|a nosebleed|an ear infection|a chest infection|hives|hair loss|" +
    "low blood sugar|contractions|cramps|nausea|vertigo|a high temperature|an allergic reaction|a bad cough",
);
const DRUGS = terms(
  "metformin|insulin|ibuprofen|paracetamol|aspirin|warfarin|statins|atorvastatin|simvastatin|lisinopril|ramipril|" +
    "amlodipine|bisoprolol|losartan|omeprazole|lansoprazole|levothyroxine|prednisolone|prednisone|amoxicillin|penicillin|" +
    "doxycycline|azithromycin|ciprofloxacin|sertraline|fluoxetine|prozac|citalopram|zoloft|lexapro|mirtazapine|lithium|" +
    "valium|diazepam|xanax|lorazepam|zopiclone|gabapentin|pregabalin|tramadol|codeine|morphine|oxycodone|methadone|" +
    "methotrexate|humira|tamoxifen|viagra|cialis|ozempic|wegovy|mounjaro|ritalin|adderall|concerta|ventolin|salbutamol|" +
    "symbicort|clopidogrel|eliquis|xarelto|furosemide|lasix|spironolactone|digoxin|amiodarone|allopurinol|colchicine|" +
    "naproxen|lamotrigine|keppra|carbamazepine|donepezil|levodopa|risperidone|quetiapine|olanzapine|clonazepam|zolpidem|" +
    "cetirizine|loratadine|fexofenadine|antihistamine|antibiotics|antidepressants|beta blockers|blood thinners|steroids|" +
    "iron tablets|sleeping tablets|water tablets|blood pressure tablets|thyroid tablets|heart pills|diabetes medication|" +
    "painkillers|epilepsy tablets|the pill|birth control|the morning after pill|a nicotine patch|nicotine patches|" +
    "H R T patches|folic acid|cortisone cream|hydrocortisone|eye drops for glaucoma|insulin pens|test strips|inhaler|" +
    "epipen|antacids|laxatives|chemo tablets|folate|naltrexone|suboxone|prep tablets|retinoids|truvada",
);
const CARE = terms(
  "a blood test|an x ray|an M R I|an M R I scan|a C T scan|an ultrasound|a mammogram|a smear test|a colonoscopy|" +
    "an endoscopy|a biopsy|a pregnancy test|a covid test|an allergy test|a hearing test|a cholesterol check|an E C G|" +
    "a flu jab|a B C G jab|a tetanus shot|a knee replacement|a hip replacement|a bypass operation|keyhole surgery|" +
    "cataract surgery|a hysterectomy|a vasectomy|an abortion|dialysis|chemotherapy|chemo|radiotherapy|physiotherapy|" +
    "counselling|couples therapy|grief counselling|rehab|an I V F consultation|a root canal|wisdom teeth out|" +
    "a blood transfusion|a stent fitted|a pacemaker check|an antenatal scan|a sleep study|an S T D test|an H I V test|" +
    "a prostate exam|a kidney scan|a bone density scan|a glucose test|a drug test|cognitive therapy|speech therapy",
);
const CLINICS = terms(
  "the fertility clinic|the oncologist|the cardiologist|the psychiatrist|the dermatologist|the urologist|the gynaecologist|" +
    "the midwife|the diabetes nurse|the cancer ward|the stroke unit|the memory clinic|the sexual health clinic|" +
    "the pain clinic|the eating disorder unit|the rheumatologist|the neurologist|the methadone clinic|the hospice|" +
    "the dialysis unit|the chemo ward|the eye clinic|the endocrinologist|the podiatrist|the addiction counsellor|" +
    "my therapist|my psychologist|the maternity ward|the burns unit|the allergy clinic|the breast clinic|the sleep clinic",
);

export function condition(random: Random): string {
  return one(random, CONDITIONS);
}
export function symptom(random: Random): string {
  return one(random, SYMPTOMS);
}
/** Without an article, so that it stands behind "my". */
export function bareCondition(random: Random): string {
  return condition(random).replace(ARTICLE, "");
}
export function drug(random: Random): string {
  return one(random, DRUGS).replace(ARTICLE, "");
}
export function dose(random: Random): string {
  const amount = random.pick([
    "five",
    "ten",
    "twenty",
    "forty",
    "fifty",
    "a hundred",
    "two hundred",
    "five hundred",
  ]);
  return random.pick([
    `${amount} milligrams of ${drug(random)}`,
    `${drug(random)} ${amount} milligrams`,
    `${numberWords(random.whole(2, 12))} units of insulin`,
  ]);
}
export function care(random: Random): string {
  return one(random, CARE);
}
export function bareCare(random: Random): string {
  return care(random).replace(ARTICLE, "");
}
export function clinic(random: Random): string {
  return one(random, CLINICS);
}
/** A reading that a doctor would ask for. */
export function reading(random: Random): string {
  const n = (low: number, high: number): string => numberWords(random.whole(low, high));
  return random.pick([
    `blood pressure is a hundred and ${n(10, 70)} over ${n(60, 99)}`,
    `blood sugar is ${n(4, 19)} point ${n(1, 9)}`,
    `cholesterol is ${n(4, 8)} point ${n(1, 9)}`,
    `heart rate is ${n(50, 99)}`,
    `peak flow is ${n(2, 6)} hundred`,
  ]);
}
