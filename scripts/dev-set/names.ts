/** Names of many origins; every one is kept for the development set (`isHeldOut`), common ones and rare ones. */
export const FIRST_NAMES = words(
  "amanda audrey brenda ellen erika karen nina tanya thomas benjamin jackson jordan lucas oliver joel logan " +
    "toby xavier callum flynn archie evie freya daisy isabelle matilda maddison hayley eleanor irene christine " +
    "claire amy frank gordon bernard leonard danny elliott beth kate " +
    "aylin kamran nadia kemal hakan hasan serdar agnieszka wiktoria cyryl beniamin svetlana bogdan " +
    "mirjana slavica adebola damilola kehinde opeyemi oyindamola titilayo kwamena akosua adaugo amahle " +
    "sibusiso busisiwe dumisani penda boubacar khady alejandra beatriz guillermo lourdes salvador lucia " +
    "joaquim mercia leonor chiara ausilia carlotta flaminia federico azzurra birgitte rikke vibeke josefine " +
    "pernilla anneli hannu juha kaarina bozena bohumila vencel zsolt kinga imre lakatos andreea codruta " +
    "shristi geetanjali manisha chandani kashyapi avani poornima rageswari kalyani niraj habiba " +
    "yakubu sumayyah hlengiwe fatimo halima latifat alemka ilinka dunja laszlo margaux " +
    "clarisse maurice thibo dries jente uffe esben ulduz nahid evar newroz anze primoz srecko ainars vesma",
);
export const LAST_NAMES = words(
  "anderson brown carroll clark collins davis dickinson evans glover goodwin hackett lee price miller kennedy " +
    "oliphant dixon crooks barnard mcdermott botsford collins fahey hamill " +
    "adeyemo owolabi soyinka fadipe ekwueme obiageli okunola owusu karikari appiah sarpong " +
    "yeboah buthelezi nkosi ngema mphahlele sithole diallo faye konate toure camara cissokho chavez aguilera " +
    "castellanos dominguez echevarria guerrero huerta fonseca nogueira furtado magalhaes pinheiro saraiva " +
    "bianchi bernasconi balducci antonelli ambrosini hartmann dietrich heidenreich kaiser lang schwarz steiner " +
    "sigrist grabowski chmielewski jurkiewicz borowski czarnecki jansson bengtsson gunnarsson lofgren nordstrom " +
    "jorgensen poulsen iversen hiltunen rantanen saarinen toivonen lakatos kelemen kiraly racz ionescu " +
    "georgescu muresan constantin deshpande joshi khanna mehra menon sharma tagore dubashi chung keung " +
    "choy phan tamang adhikari keskin aykurt akdemir bulut dupont fournier lefebvre moreau roussel charpentier " +
    "verhaeghe goossens veenstra bosman groothuizen hribar klemencic potocnik adamovic babovic dragan holubova " +
    "farkasovska talabani azizov wahyuni nugraha maulana santoso",
);

function words(text: string): readonly string[] {
  return [...new Set(text.split(" "))];
}
