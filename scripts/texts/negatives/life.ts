import { lines } from "../frame-lines.js";

/** Calendar, mail, kin, places that locate nobody, words that are names elsewhere. */
export const LIFE_NEGATIVES = lines(`
call <kin>
call <kin> please
text <kin>
text <kin> that i'm late
tell <kin> dinner is ready
tell <kin> i'm on my way
message <kin>
email <kin> about <thing>
send a message to <kin>
send <kin> a photo
ask <kin> to bring <food>
did <kin> call
has <kin> replied
when is <kin> coming
what did <kin> say
invite <kin> to dinner
pick up <kin> at <time>
remind <kin> about <thing>
meeting with <kin> at <time>
lunch with <kin> on <weekday>
cancel lunch with <kin>
<kin> is coming over
<kin> is asleep
<kin> is allergic to nothing
i told <kin> already
i'm with <kin>
this is for <kin>
happy birthday to <kin>
it's <kin>'s birthday on <weekday>
what shall i get <kin> for <holiday>
take me to <somewhere>
how do i get to <somewhere>
how long does it take to get to <somewhere>
how far is <somewhere>
i'm at <somewhere>
i'm going to <somewhere>
i left my coat at <somewhere>
meet me at <somewhere>
when does <somewhere> open
is <somewhere> open on <holiday>
how busy is <somewhere>
order a taxi to <somewhere>
what's the traffic like on the way to <somewhere>
how is the traffic
how's my commute
what's happening in <somewhere>
remind me when i get to <somewhere>
drive to <somewhere>
where's the nearest petrol station
where is the nearest cash machine
find a <cuisine> restaurant near me
find <cuisine> food nearby
any good bars around here
i'm in the mood for <cuisine> food
book a table for <small> at <time>
what's the weather
what's the weather [tomorrow|tonight|on <weekday>|like]
what's the weather like at <somewhere>
will it rain on <weekday>
will it snow at <holiday>
do i need an umbrella
do i need a coat tonight
how hot will it be today
how cold is it outside
what's the forecast for <weekday>
when is sunset
when does the sun rise on <weekday>
is it going to be windy
what's my schedule
what's on my calendar
what's on my calendar for <day>
what do i have on <weekday>
what's my next meeting
am i free on <day>
am i free on <weekday> at <time>
am i busy between <small> and <small>
add a meeting on <day>
add a meeting at <time>
add a dentist appointment on <day>
add a dentist appointment at <time>
schedule a haircut for <weekday>
schedule lunch for <day>
book the car in for a service on <day>
cancel the meeting at <time>
cancel everything on <weekday>
move my <time> meeting to <time>
move the appointment to <day>
my flight is on <day>
my exam is on <day>
our anniversary is in <month>
the deadline is <day>
the course starts on <day> and ends on <day>
the holidays start in <month>
the rent is due on <day>
the bins go out on <weekday>
the sale ends <day>
put <holiday> in the calendar
how many weeks until <month>
read my emails
read my latest email
do i have new mail
any new messages
check my inbox
delete the last email
delete all spam
archive that
reply yes
reply that i agree
mark it as read
mark that as done
mark the calendar for <weekday>
mark my words
will it be sunny
will you stop
will that work
may i have a coffee
may i come in
may is a lovely month
may the fourth be with you
april showers
we went in april
june was hot
we're going in june or july
august is busy
the rose needs water
the prices rose by <n> percent
add roses to the list
red roses for the table
say grace before dinner
grace period of <n> days
i need a bill
pay the electric bill
what's my phone bill
split the bill
bill me later
the bill was <price>
wake me at dawn
dawn is at <time>
the hunter is on television
a bargain hunter special
job hunting tips
a ray of sunshine
give me a hand
art class is on <weekday>
modern art
pat the dog
frank advice please
be frank with me
jack up the car
plug in the jack
a jar of honey
drop the mark
on your marks get set go
that's a fair chance
chase the cat
what are the odds
hope so
i hope so
have faith
joy to the world
the ivy is growing
the lily is dying
daisy chain
the olive tree
ruby red lipstick
amber alert
amber light
jade plant
pearl necklace
crystal clear
sky sports
miles per hour
how many miles is it
rich tea biscuits
rob a bank in the game
sue the company
don't be a jerk
drew a picture
the glen is beautiful
the cliff edge
dean's list
wade through the mud
hazel nuts
basil and sage
rosemary and thyme
ginger beer
heath and safety
penny for your thoughts
nick of time
norm of the group
victor of the game
grant permission
gene therapy on the news
the summer was dry
autumn leaves
robin in the garden
the guy outside
the earl of grey tea
turkey sandwich
china cup
french fries
a swiss army knife
english breakfast
brussels sprouts
the chelsea boots
a manhattan please
make me a long island iced tea
berlin style currywurst
cheddar sandwich
paris themed party
jersey shirt
a panama hat
a moscow mule
the reading light
the reading list
bath time
run me a bath
a cork board
the wash is done
`);
