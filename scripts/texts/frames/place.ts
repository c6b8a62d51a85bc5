import { lines } from "../frame-lines.js";

/** Places that say where somebody is, lives, goes. */
export const PLACE_COMMANDS = lines(`
what's the weather [in|for|like in] <place>
weather <place>
what's the weather going to be in <place> [tomorrow|on <weekday>|this weekend]
will it [rain|snow|be windy|be sunny] in <place> [today|tomorrow|tonight]
is it [raining|snowing|cold|hot] in <place>
how [hot|cold|humid|windy] is it in <place>
do i need [a coat|an umbrella|sunscreen] in <place>
what's the temperature in <place>
what's the forecast for <region>
give me the seven day forecast for <place>
what time is it in <place>
what is the time in <place> right now
current time in <place>
when does the sun [rise|set] in <place>
what's the air quality in <place>
what's the pollen count in <place>
how's the traffic [in|to|around] <place>
how is the traffic on <street>
is there a [jam|crash|diversion|closure] on <street>
is <street> closed
avoid <street>
how long will it take to get to <place>
how far is <place>
how far is it from <place> to <place>
how do i get to <placelike>
directions to <placelike>
directions from <place> to <place>
navigate to <placelike>
take me to <venue>
take me to <place>
drive to <place>
find the quickest route to <placelike>
when is the next [train|bus|tram|coach] to <station>
when's the next train from <station> to <place>
is the <time> train to <place> on time
what platform does the <place> train leave from
what time does the last [bus|train] leave <station>
next stop <station>
i want to go from <station> to <station>
get me a ticket to <place>
book [a train|a flight|a bus ticket|two seats] to <place> for <weekday>
book a one way ticket from <place> to <place>
find cheap flights to <place>
are there any flights from <place> to <place> on <weekday>
track my flight to <place>
find a [hotel|hostel|room|campsite] in <place>
book a room in <place> for [two|three] nights
show me [pubs|restaurants|bars|parks|shops] in <place>
any good [curry houses|pizza places|coffee shops|barbers] [in|near|around] <placelike>
where can i eat in <place>
where can i park in <place>
what's on in <place> [tonight|this weekend]
what's happening in <place>
are there any [concerts|events|festivals|markets] in <place>
show the local news for <place>
find [a dentist|a pharmacy|a petrol station|an atm] near <placelike>
order a [taxi|cab|car] to <placelike>
get me an uber to <venue>
call a cab from <venue> to <station>
call <school>
ring <venue> and ask about visiting hours
phone <school> and say she's ill
remind me to [go to|ring|email] <venue> on <weekday>
remind me when i get to <placelike>
add a trip to <place> to my calendar
put parents' evening at <school> on <weekday>
book a table at <venue>
make a reservation at <venue> for [four|six]
is <venue> open
what time does <venue> close
what's the phone number of <venue>
how late is <venue> open
find houses for sale in <place>
set my location to <place>
change my home town to <place>
add <place> to my [clocks|places|weather]
show me <place> on the map
search for jobs in <place>
pick me up at <station>
meet me at <station> at <time>
turn the heating on when i leave <place>
tell them i'm stuck at <station>
`);

export const PLACE_STATEMENTS = lines(`
i live in <place>
i live near <placelike>
i'm from <place>
i'm originally from <place>
i come from <place>
i grew up in <place>
i was born in <place>
i'm in <place> [right now|this week|for work]
i'm at <venue>
i'm at <station>
i'm standing outside <venue>
i'm on <street>
i'm moving to <place>
i'm flying to <place> on <weekday>
i'm stuck in traffic near <placelike>
i work in <place>
i work at <venue>
i teach at <school>
i study at <school>
i went to <school>
i go to <venue> every <weekday>
i need to be in <place> by <time>
i have an appointment at <venue>
i left my bag at <venue>
i parked on <street>
we live in <place>
we're staying in <place> until <weekday>
we're driving to <place>
we moved here from <place>
we met in <place>
we got married in <place>
we've got a house in <place>
she moved to <place>
she's in <venue>
he's from <place>
he works at <venue> in <place>
they live in <place>
they're coming from <place>
my [son|daughter|nephew|niece] goes to <school>
my [mother|father|brother|sister] lives in <place>
my kids are at <school>
my train leaves <station> at <time>
my flight from <place> is delayed
my office is in <place>
our holiday in <place> was lovely
our church is <venue>
home is <place>
<place> please
<station> please
<place>
<venue>
from <station> to <station>
<place> to <place>
<place> is beautiful in the autumn
<place> was great fun
<place> is [too far|too expensive|lovely]
<school> is closed today
<venue> rang about the results
<station> is packed
next week i'll be in <place>
on <weekday> we leave for <place>
the bus from <station> is late
the kids are at <venue>
the party is at <venue>
the funeral is at <venue>
the wedding is in <place>
the match is in <place>
the nearest town is <place>
the school is called <school>
the hotel is in <place>
the traffic in <place> is terrible
there's a lot of snow in <place>
there was an accident on <street>
it's raining in <place>
it's between <place> and <place>
it's the stop after <station>
just outside <place>
a small village near <place>
no in <place>
no not <place>, <place>
somewhere around <placelike>
`);
