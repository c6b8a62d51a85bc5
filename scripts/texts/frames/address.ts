import { lines } from "../frame-lines.js";

/** Houses and flats. */
export const ADDRESS_COMMANDS = lines(`
take me to <address>
directions to <address>
navigate to <address>
drive me to <address>
how do i get to <address>
how long to <address> from here
send a [taxi|cab|car] to <address>
order a cab from <address> to <address>
get me a ride to <address>
deliver it to <address>
deliver the [pizza|parcel|flowers|groceries] to <address>
ship it to <address>, <place>
ship the order to <address>
send the [flowers|bill|statement|new card|prescription] to <address>
post it to <address>
pick up the kids from <address>
pick me up at <address> at <time>
change my address to <address>
change my delivery address to <address>, <place>
update my [home|billing|work|shipping] address to <address>
save <address> as [home|work|gym|mum's house]
set home to <address>
add <address> to my address book
add a meeting at <address> on <weekday>
add <full>'s address, <address>
find a [plumber|locksmith|chemist] near <address>
find parking near <address>
is there a bus stop by <address>
what's the broadband like at <address>
how much is the house at <address>
send an ambulance to <address>
send somebody to <address>
there's a fire at <address> call the fire brigade
tell the driver <address>
tell the courier to go to <address>
text <first> the address <address>
text <name> to come to <address>
order two pizzas to <address>
read the meter at <address>
remind me to collect the keys from <address>
write down <address>
can you look up <address>
book a cleaner for <address> on <weekday>
schedule a pickup at <address>
forward my post to <address>
`);

export const ADDRESS_STATEMENTS = lines(`
i live at <address>
i live at <address>, <place>
i live in <address>
i'm at <address>
i'm staying at <address>
i used to live at <address>
i once lived at <address>, now i live at <address>
i moved to <address>
i moved from <address> to <address>
i'm parked outside <address>
my address is <address>
my address is <address>, <place>, <postcode>
my new address is <address> in <place>
my home address is <address>
my billing address is <address>
my office is at <address>
my [mother|father|sister|brother|aunt|gran] lives at <address>
our address is <address>
we live at <address>
we're at <address>
we've moved to <address>
the address is <address>
the address is <address>, <postcode>
the house is <address>
the party's at <address>
the meeting is at <address>
the surgery is at <address>
the package should go to <address>
the keys are with the neighbour at <address>
she lives at <address>
she's staying at <address>, <place>
he lives on <address>
he moved to <address>
they live at <address>
they're at <address> tonight
it's <address>
it's <address> not <address>
it's at <address>
it's on <streetonly>
it's the corner of <streetonly> and <streetonly>
no it's <address>
no <address>
<address>
<address>, <place>
<address> please
<address>, <place>, <postcode>
<address> is where [i live|the party is|we're meeting|she works]
<address>, that's my mum's
<address>, that's the one with the red door
<unit>
<unit>, it's the door on the left
<unit> in the building on <streetonly>
i'm in <unit>
leave it with <name> at <address>
<name> lives at <address>
<full>, <address>
<full> has moved to <address>, <place>
come to <address> at <time>
meet me at <address>
billing address <address>
for delivery, <address>
please use <address> as the return address
number on the door, <housenumber>
where i live, <address>
`);
