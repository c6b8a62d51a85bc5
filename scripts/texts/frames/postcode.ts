import { lines } from "../frame-lines.js";

/** Postcodes and ZIP codes. */
export const POSTCODE_COMMANDS = lines(`
weather for <postcode>
weather in zip code <postcode>
what's the weather in <postcode>
what's the pollen count for <postcode>
find [shops|restaurants|pharmacies|a vet] near <postcode>
find a [doctor|dentist|garage] in <postcode>
look up <postcode>
look up postcode <postcode>
navigate to <postcode>
directions to <postcode>
take me to <postcode>
drive to postcode <postcode>
how far is <postcode>
how long does it take to get to <postcode>
deliver to <postcode>
do you deliver to <postcode>
ship it to zip <postcode>
change my postcode to <postcode>
change the zip code to <postcode>
set my zip code to <postcode>
update the billing zip to <postcode>
search for houses in <postcode>
is there fibre at <postcode>
when is bin day in <postcode>
which council is <postcode> in
book a taxi to <postcode>
get a quote for <postcode>
check the polling station for <postcode>
enter <postcode> in the sat nav
show me the map for <postcode>
`);

export const POSTCODE_STATEMENTS = lines(`
my postcode is <postcode>
my post code's <postcode>
my zip code is <postcode>
my zip is <postcode>
my billing zip is <postcode>
the postcode is <postcode>
the post code there is <postcode>
the zip's <postcode>
the zip code is <postcode> i think
our postcode is <postcode>
her postcode is <postcode>
his zip code is <postcode>
it's <postcode>
it's postcode <postcode>
postcode <postcode>
postal code <postcode>
zip code <postcode>
zip <postcode>
pin code of the area is <postcode>
<postcode>
<postcode> that's the postcode
<postcode> is my zip
<postcode> is the post code for the office
<place>, <postcode>
<place> <postcode>
in <place>, postcode <postcode>
i live in <postcode>
i'm in <postcode>
i moved from <postcode> to <postcode>
no it's <postcode>
no <postcode>
and the postcode <postcode>
the code for the sat nav is <postcode>
we're in the <postcode> area
that's in <place>, <postcode>
what's your zip code <postcode>
what's the first line and postcode, <address>, <postcode>
eircode <postcode>
`);
