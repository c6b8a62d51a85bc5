/** Words of passwords; each is kept for the development set (`isHeldOut`). */
export const SECRET_WORDS: readonly string[] = (
  "anchor badger blanket blizzard bottle bridge bubble buffalo camel canyon carpet cathedral cheese coconut cotton " +
  "dagger falcon fiddle garlic goblin grape horizon hurricane indigo lagoon leopard lizard maple meadow meteor " +
  "monkey nutmeg panther pepper pigeon polar pony pretzel quartz quiver rabbit ribbon thunder tractor vanilla " +
  "velvet walrus whistle wizard wombat zebra lazy quiet sunny windy wild broken magic"
).split(" ");

/** What somebody has; each is kept for the development set (`isHeldOut`). */
export const CONDITIONS: readonly string[] = (
  "anaemia|angina|cellulitis|depression|diarrhea|epilepsy|hepatitis|hernia|insomnia|jaundice|melanoma|" +
  "osteoarthritis|osteoporosis|pancreatitis|sciatica|sinusitis|tinnitus|tonsillitis|influenza|croup|boils|" +
  "panic attacks|heart failure|bladder infection|prostate cancer|thyroid cancer|glandular fever|whooping cough|" +
  "coeliac disease|gum disease|bipolar disorder|type two diabetes|stomach bug|water infection"
).split("|");

/** What somebody takes; each is kept for the development set (`isHeldOut`). */
export const DRUGS: readonly string[] = (
  "aspirin|atenolol|bisoprolol|budesonide|clopidogrel|eliquis|hydrocortisone|indapamide|lisinopril|melatonin|" +
  "metoprolol|montelukast|oxycodone|ozempic|penicillin|prednisone|prozac|rosuvastatin|salbutamol|statins|tamsulosin|" +
  "tramadol|valproate|venlafaxine|warfarin|wegovy|folic acid|steroid cream|cough syrup|seizure medication"
).split("|");

/** Providers of mail as they are said; the first word is kept for the development set (`isHeldOut`). */
export const MAIL_HOSTS: readonly string[] = (
  "gmail dot com|gmail dot com|gmail dot com|sky dot com|live dot co dot uk|msn dot com|comcast dot net|gmx dot de|" +
  "rogers dot com|att dot net|earthlink dot net|zoho dot com|mail dot com|live dot ie"
).split("|");

/** What mailboxes are called that carry no name; each is kept for the development set (`isHeldOut`). */
export const MAILBOXES: readonly string[] =
  "sunny bookworm sales accounts knitting kitchen bakery tennis archer".split(" ");
