import { lines } from "../frame-lines.js";

/** Facts about somebody's health. */
export const MEDICAL_COMMANDS = lines(`
remind me to take my <drug> [at <time>|after lunch|every morning]
remind me to take <dose>
remind me about my <drug>
remind me about <care> on <weekday>
remind me to refill my <drug>
remind me to book <care>
remind <first> to take [his|her] <drug>
set a reminder for my <barecare>
set a reminder to pick up the <drug>
set an alarm for my <drug>
order more <drug>
order my <drug> from the chemist
reorder the <drug>
refill my prescription for <drug>
add <drug> to [the shopping list|my list|the basket]
add <care> to my calendar
add <care> on <weekday> at <time>
book <care> for <weekday>
book me in for <care>
book an appointment at <clinic>
make an appointment with <clinic>
make an appointment about my <barecondition>
schedule <care> with doctor <last>
cancel my <barecare> appointment
cancel the appointment at <clinic>
move my <barecare> to <weekday>
call <clinic>
call <clinic> about my results
call the doctor about my <barecondition>
call an ambulance i have <symptom>
call an ambulance <first> has <symptom>
ring <clinic> on <weekday>
text <first> that i have <condition>
text mum that it's <condition>
tell the doctor i have <symptom>
tell <first> the <barecare> went well
tell my boss i've got <symptom>
when is my <barecare>
when did i last take my <drug>
what time is my <barecare> on <weekday>
what are the side effects of my <drug>
can i take <drug> with <drug>
can i drink with <drug>
how much <drug> can i take
how many <drug> are left
log <dose>
log that my <reading>
note that my <reading>
note that i had <symptom> this morning
record <symptom> at <time>
find a support group for <condition>
find a specialist for my <barecondition>
find a pharmacy that has <drug>
look up treatment for my <barecondition>
search what to do about <symptom>
read me the results of my <barecare>
did <clinic> call back
make it dark in here for my <barecondition>
keep it quiet my <barecondition> is back
put <drug> on the repeat prescription
`);

export const MEDICAL_STATEMENTS = lines(`
i have <condition>
i've got <condition>
i have <symptom>
i've got <symptom>
i've had <symptom> since <weekday>
i had <care> last week
i had <symptom> all night
i'm having <care> on <weekday>
i'm having <symptom>
i take <drug> [twice a day|at night|for my heart]
i take <dose> every day
i take <drug> for my <barecondition>
i'm on <drug>
i'm taking <dose>
i've run out of <drug>
i forgot my <drug>
i need my <drug>
i need more <drug>
i need <care>
i need to see <clinic>
i'm allergic to <drug>
i'm off sick with <condition>
i was diagnosed with <condition>
i was just diagnosed with <condition>
i suffer from <condition>
i think i have <condition>
i think it's <symptom>
i can't sleep because of <symptom>
i'm at home with <symptom>
i'm seeing <clinic> on <weekday>
my <barecondition> is [playing up|getting worse|back|under control]
my <barecondition> keeps me awake
my <barecare> is on <weekday>
my <barecare> came back positive
my <reading>
my <drug> [makes me dizzy|is finished|has run out]
my [mother|father|son|daughter|wife|husband] has <condition>
my [mother|father|gran|uncle] had <care>
my [son|daughter|nephew] is allergic to <drug>
my [wife|husband|sister] takes <drug>
my doctor says it's <condition>
my appointment with <clinic> is at <time>
<first> has <condition>
<first> has <symptom>
<first> is on <drug>
<first> is having <care> on <weekday>
<first>'s <barecondition> is playing up
<first>'s <barecare> is at <time>
<full> was diagnosed with <condition>
<full> needs <dose>
she has <condition>
she's got <symptom>
she's on <drug> for her <barecondition>
she's allergic to <drug>
he has <condition>
he's having <care>
he takes <drug>
he's in <clinic>
the doctor put me on <drug>
the doctor thinks it's <condition>
the <barecare> is booked for <weekday>
the results of the <barecare> are back
the <drug> isn't working
the kids have <condition>
the diagnosis is <condition>
it's <condition> again
it might be <condition>
it was only <condition>
<drug> at <time>
<dose> at bedtime
<symptom> again
<care> at <time> on <weekday>
no sugar for me i have <condition>
because of my <barecondition> i can't drive
sorry i can't come i have <symptom>
after the <barecare> i felt better
my <drug> and my <drug> are in the <room>
we're waiting for the <barecare>
there's <drug> in the <room>
there's no <drug> left
no more <drug> for <first>
the nurse gave me <dose>
the chemist has no <drug>
for my <barecondition> i take <drug>
my <barecondition> and my <barecondition> are both bad
is <drug> safe with <condition>
since i started <drug> i feel sick
is it <condition>
could it be <condition>
`);
