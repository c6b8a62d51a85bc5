import { lines } from "../frame-lines.js";

/** People: contacts, callers, guests, family by name. */
export const PERSON_COMMANDS = lines(`
call <name>
call <full> on [his|her] mobile
ring <name> back
phone <first> and say i'm [running late|on my way|stuck at work]
dial <full>
video call <first>
text <name> that [i'm outside|dinner is ready|i can't make it|we are leaving now]
text <first> happy birthday
message <name> and ask when [she|he]'s coming
send <first> a message
send <full> the [photos|minutes|invoice|directions]
send a text to <name> saying [see you soon|i'll be late|good luck]
shoot <first> an email about the [budget|picnic|rota]
email <name> about the [meeting|invoice|weekend]
email <full> and copy in <first>
reply to <name> that i [agree|will come|can't]
forward this to <full>
write to <name>
write a note to <first> to say thank you
read me the last message from <name>
read <first>'s text again
show me [emails|messages|texts] from <name>
did <name> [reply|answer|call|write] [yet|today|back]
has <first> answered
have i got anything from <full>
any missed calls from <name>
any news from <first>
check if <name> has emailed
what did <first> say
what time is <first> [coming|leaving|landing]
when is <name> arriving
where is <first>
is <name> home
is <first> still at work
who is <full> in my contacts
tell <name> [i love her|to come down|the food is here|to wait]
let <first> know that the meeting moved
let <name> in
ask <first> to [buy milk|ring me|bring the key]
ask <name> whether she's free on <weekday>
remind <first> to [take out the bins|do the homework|feed the cat]
remind me to [call|ring|thank|pay|pick up|visit] <name>
remind me that <first> is coming at <time>
remind me of <first>'s [party|wedding|recital|match]
set a reminder for <name>'s [birthday|visit|anniversary]
put lunch with <name> in my calendar
put <full> down for <weekday>
add <full> to my contacts
add <first>'s new number
add <name> to the guest list
add a meeting with <full> on <weekday> at <time>
add dinner at <first>'s to the calendar
schedule a call with doctor <last>
schedule a catch up with <name>
book a table for me and <first>
book <full> in with the dentist
book an appointment with doctor <last>
cancel my [appointment|lesson|session] with [mister|missus|miss|doctor|professor] <last>
cancel <first>'s [lift|taxi|lesson]
move the meeting with <name> to <weekday>
delete <name> from my contacts
delete the event with <first>
block <full>
invite <first> and <first> to dinner
invite <first>, <first>, <first> and <first>
invite the <last>s over for [lunch|drinks]
create a group with <first>, <first> and <full>
start a group chat with <first> and <first>
open the door for <first>
unlock the gate for <full>
let me speak to <full>
put me through to <full>
connect me to [mister|missus|ms] <last> please
announce that <first> is here
find <name>'s [email|number|address]
look up <full>
find photos of <first>
show pictures of <first> and <first> at the beach
play the voicemail from <name>
play the video <first> sent
make a shopping list for <first>
make <first> the organiser
share my location with <name>
share the calendar with <full>
transfer fifty pounds to <full>
pay <name> [twenty dollars|the rent|back]
send <first> [ten|forty|sixty] euros
set up a standing order to <full>
change the name on the account to <full>
wish <first> good luck from me
sing happy birthday to <first>
say good night to <first>
turn on the light in <first>'s room
dim the lamp in <first>'s bedroom
set <first>'s alarm for <time>
what's on <first>'s calendar
what's the address for <full>
what is <first>'s last name
where does <name> work
how old is <first> now
how far away is <first>
facetime <first>
skype <name>
whatsapp <first> that we're here
ping <name>
drop in on <first>
write on the list that <first> owes me ten pounds
look for an email from <full> about the roof
mark <first> as a favourite
will you call <wordname>
text <wordname> that the film starts at <time>
is <wordname> coming on <weekday>
is <wordname> up yet
tell <wordname> to hurry
call <wordname> and <wordname>
remind <wordname> about <thing>
mark <wordname>'s message as read
will <first> be there on <weekday>
will <first> and <first> make it
ask <wordname> if <first> is coming
meeting with <wordname> in <month>
put <wordname> on speaker
play <first>'s playlist
play the song <first> likes
put on <first>'s favourite film
show <first> the recipe
give <first> the remote
get <wordname> on the line
how is <first> doing
how's <wordname>
why did <first> call
when did <first> leave the house
who invited <first>
whose turn is it <first> or <first>
what does <name> want
what's <wordname> up to
what did <first> and <first> order
does <full> still work here
can <first> use the car
could <first> come at <time>
should i ask <first> or <first>
turn the music down for <first> and me
wake <first> at <time>
wake up <first>
add <first> and <first> to the family group
add <wordname>'s birthday to the calendar
note that <full> called at <time>
find the message where <first> said yes
bill <wordname> for the work
`);

export const PERSON_STATEMENTS = lines(`
my name is <full>
my name is <first>
my name's <full> and i'm calling about my order
i'm <first>
i am <full>
hi i'm <full>
this is <full>
this is <first> speaking
it's <first> here
it's <first> from [number nine|downstairs|school|work]
you're speaking to <full>
<first> speaking
<full>
<first>
<full> here
no it's <last>
no my name is <last>
no not <first>, <first>
it's [mister|missus|miss] <last>
my surname is <last>
my last name's <last>
my maiden name [is|was] <last>
her maiden name was <last>
first name <first> last name <last>
first name <first>
surname <last>
what's your surname <last>
who shall i say is calling <full>
may i have your name <full>
the name on the card is <full>
the booking is under <last>
it's booked in the name of <full>
the account holder is <full>
call me <first>
everyone calls me <first>
they call me <first> at home
my friends call me <first>
my [husband|wife|son|daughter|brother|sister|partner]'s name is <first>
my [husband|wife|son|daughter|brother|sister|dad|mum|uncle|aunt|cousin|boss|neighbour] <first> [is asleep|is in the garden|called|has the key]
my [dog|cat]'s vet is doctor <last>
<first> is [outside|downstairs|on the phone|at the gate|in the shower]
<first> is outside buzz [him|her] in
<first> is so kind
<full> is very [punctual|helpful|patient]
<first> is allergic to [cats|nuts]
<first> has [the car|a match|swimming] on <weekday>
<first> [called|rang|knocked|phoned|texted] while you were out
<first> [wants|needs] a lift [home|tomorrow]
<first> will be [late|here soon|eighteen]
<first> will pick up the kids
<first> can't come on <weekday>
<first> and <first> are [here|married|engaged|coming over]
<first>, <first> and <first> are staying for dinner
<first> or <first> will open
<first>'s [bag|coat|phone|lunch] is in the hall
<first>'s [birthday|exam|flight] is on <weekday>
<first>'s mum is picking them up
<first>'s not feeling well
that's <first>'s
that was <first> at the door
that is <full> junior
it was <first>'s idea
it's for <first>
it's <first>'s turn
it's from <first> with love
i need to talk to <name>
i want to speak to <full>
i was with <first> all evening
i have to pick <first> up at <time>
i promised <first> a bike
i told <first> already
i met <full> at the conference
i owe <first> [ten dollars|an apology|lunch]
i'm meeting <name> at <time>
i'm having lunch with <full>
i'm here to see <full>
i'm late for <first>'s party
i think <first> took it
i haven't heard from <name> in weeks
we are the <last>s
we're going to <first>'s
we live next to the <last> family
we miss you <first>
dear <first>
hi <first> it's me
thanks <first>
goodnight <first>
good morning <first>
come here <first>
happy birthday <first>
dinner's ready <first>
sorry <first> i forgot
the plumber is called <full>
the cleaner <first> comes on <weekday>
the nurse was <first>
the new neighbours are <first> and <full>
our son is called <first>
our doctor is doctor <last>
our landlord mister <last> has not answered
my teacher is missus <last>
my manager is <full>
my lawyer's name is <full>
my babysitter <first> has the code
my contact at the bank is <full>
my emergency contact is <full>
my middle name is <first>
professor <last> gave the talk
doctor <last> said so
captain <last> is my uncle
sister <first> runs the choir
father <first> married us
uncle <first> is driving
aunt <first> sent a parcel
auntie <first> is coming on <weekday>
grandma <first> called
granny <first> made a cake
little <first> is asleep
old <last> next door has the ladder
there's a parcel for <full>
there's a letter for <first> on the table
did you see <first>
could it be <first>
maybe <first> knows
only <first> has a key
nobody but <first> knows
not <first> again
ever since <first> left it's been quiet
after <first> comes home turn on the lights
when <first> gets here play some music
if <first> rings say i'm out
before <first> wakes up start the coffee
because <first> asked for it
send it to <first> not <first>
it should go to <full> and not to <full>
<wordname> is here
<wordname> and <wordname> are on their way
<wordname> said no
<wordname> has the tickets
<wordname>'s in the bath
<wordname> will sort it out
my sister <wordname> is getting married
i'm seeing <wordname> in <month>
i gave it to <wordname> on <weekday>
the cake is for <wordname>
to <first> from <first>
for <first> and me
it's between <first> and me
with <first> or without
as <first> said
from <first> at work
and <first> too
or <first> maybe
but <first> isn't here
that's what <first> told me
so is <first> or is <first> not
a friend of <first>'s is staying
all of <first>'s things are in the <room>
it must have been <first> on the phone
we'll ask <first> when he's back
she looks like <first>
he works for <full>
he's called <full>
she's called <first>
she goes by <first>
her nickname is <first>
you must be <first>
you remember <full>
have you met <full>
nice to meet you <first>
it's a pleasure <full>
speak up <first>
hang on <first>
wait for <first>
not you <first>
i'm <first>'s [mum|dad|carer|neighbour]
i'm calling for <full>
i'm calling on behalf of <full>
i'm the daughter of <full>
i'm looking for <full>
i saw <first> [yesterday|on <weekday>|at the shops]
i dreamt about <first>
i trust <first>
i married <full>
i babysit for the <last>s
at <first>'s house
over at the <last>s
the <last> wedding is in <month>
the report by <full> is missing
the kids are with <first>
the baby's name is <first> <first>
the guests are <full>, <full> and <first>
the account manager is <full>
the passengers are <full> and <full>
the cheque is made out to <full>
the parcel is addressed to <full>
this one's from <first>
here's <first>
there's <first> at the door
where's <first>
yes <first> speaking
yes it's <full>
`);
