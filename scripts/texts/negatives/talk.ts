import { lines } from "../frame-lines.js";

/** Questions for one's own data, customer service without a number, small talk, and the cues of personal data with none. */
export const TALK_NEGATIVES = lines(`
what's my balance
what's the balance of my account
how much did i spend in <month>
how much did i spend on <food>
transfer <price> to savings
transfer <price> from savings to current
pay my credit card
pay the water bill
i lost my card
i lost my card what do i do
block my card
can i get a new card
how do i change my pin
how do i change my address
i forgot my password
reset my password
what's the wifi password
what's my phone number
what's my postcode
what is my email address
what's my account number
what's the door code
what's the code
is the wifi down
is the alarm on
arm the alarm
disarm the alarm
change my password please
i want to open an account
i want to close my account
i'd like to speak to somebody
can i speak to a real person
can i speak to a human
what are your opening hours
what are the fees for a transfer abroad
the cash machine ate my card
why was i charged <price>
i was charged <price> twice
i want a refund of <price>
my order hasn't arrived
where is my parcel
my name is on the list
what's my name
who am i
what's your name
who are you
where am i
where do i live
how old are you
do you know my birthday
when is my birthday
my birthday is soon
is it your birthday
spell that
spell it for me
can you spell it
no that's wrong
no
yes
yes please
never mind
forget it
thank you
thanks
thanks that's all
sorry
hello
hello there
hey
okay
what
what did you say
say that again
repeat that
louder please
be quiet
shut up
cancel
cancel that
help
help me
what can you do
i don't understand
that was great
well done
you're funny
i'm bored
i'm tired
i'm hungry
i'm starving
i'm so happy today
i love you
i can't find <thing>
where is <thing>
is <thing> ready
who moved <thing>
the <animal> is in the <room>
look at the <animal>
let the <animal> out
feed the <animal>
let's go
let's eat
come in
the door is open
somebody is at the door
there's someone at the door
who is at the door
show me the front door
show the camera in the <room>
take a picture
one two three
ready set go
what's the dress code
the code of conduct
what's the area code for <country>
pin this message
pin the note to the board
the bowling pins
a password needs <small> letters
how do i make a strong password
what's the number for <shop>
what's the phone number of <shop>
what's the website of <shop>
address the envelope
an email from <shop>
any emails from <shop> about my order
turn spell check on
play a card game
order a birthday card
happy birthday card for <kin>
turn on the T V
turn off the T V in the <room>
is the H D M I plugged in
plug in the U S B cable
open the P D F
what's on I T V
what's on C N N tonight
play some R and B
what does N A S A stand for
what does A T M mean
sing the A B C
is it A M or P M
the P M spoke today
the U K news please
i'm sick of this song
that joke killed me
this traffic is a headache
take two and call it a day
nurse the drink
the patient approach works
a dose of reality
schedule a review on <day> <year>
the contract ends on <day> <year>
the song came out in <year>
it has been like that since <year>
they won it in <year>
the war ended in <year>
an old church in the film
a street with no name
a night at the museum
school starts at <time>
the school run is at <time>
i'm at school
i'm at work until <time>
i'm home now
i'm in town on <weekday>
i'm on the bus
i'm on the train
i'm on my way
i'm around the corner
i live alone
i live upstairs
i moved <thing>
i was born ready
i was born to do this
i work from home
i work on <weekday>
my number is up
my card is in the <room>
my address has changed
my email isn't working
my phone is dead
my keys are in the <room>
my password has expired
the address is wrong
the postcode is missing
the line is busy
the number is busy
the doctor is in
the meeting is at <time>
the meeting is in the <room>
the party is on <weekday>
the train is late
the flight is delayed
the code is wrong
the code doesn't work
the door code has changed
three two one go
one moment
two please
`);
