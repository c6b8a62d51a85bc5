import { lines } from "../frame-lines.js";

/** Ordinary statements: school, scores, weather, history, words that are also names. */
export const SMALL_TALK_NEGATIVES = lines(`
i have a meeting
i have a meeting at <time>
i have a meeting about the [budget|website|roof|garden]
i have an idea
i have an idea for the [party|shed|story|kitchen]
i have two brothers
i have <small> cousins and no sisters
i have a question about <subject>
i have a [lesson|rehearsal|train to catch|match] at <time>
i have nothing to wear
i have no idea
i have to [go|work|cook|study|pack]
i've got a new sofa
i've got a new [job|car|bike|guitar|hat]
i've got <small> [minutes|pages|levels|chapters] left
i've got <subject> homework
i'm [happy|sad|bored|excited|proud|angry|busy|late] today
i'm so [bored|excited|happy|grateful]
i'm in a good mood
i feel like [dancing|a walk|some cake|staying in]
i'm looking forward to <weekday>
i had a [great|long|quiet|strange] day
that made me laugh
i miss the summer
i love <hobby>
i started <hobby> in <year>
i'm learning <hobby>
we go <hobby> on <weekday>
find me a video about <hobby>
is <hobby> hard to learn
how much does <hobby> cost
a beginner's book about <hobby>
my <subject> homework is due on <weekday>
help me with my <subject> homework
remind me to study <subject> at <time>
quiz me on <subject>
i got <number> out of <number> in <subject>
we have <subject> after lunch
the <subject> test is on <weekday>
<subject> is my favourite subject
page <number> exercise <small>
read chapter <small> of the <subject> book
what is <number> times <number>
what is <number> minus <small>
<number> plus <number> plus <small>
<number> divided by <small>
the square root of <number>
five four three two one
one two three four five six seven
ready steady go
count backwards from <number>
count to <number> in [twos|fives|tens|threes]
two four six eight who do we appreciate
testing testing one two three
<team> won <small> nil
<team> lost <small> to <small>
it finished <small> all
<team> are <small> points ahead
it's thirty love
forty fifteen to the server
<number> for <small> at tea
what's the score in the <team> game
he scored in the [tenth|last|ninetieth|first] minute
we won by <number> points
it's <degrees> and sunny
it's raining [again|outside|cats and dogs]
it was minus <small> this morning
there's a <number> percent chance of rain
the wind is getting up
the sun rises at <time>
what a lovely [day|morning|sunset|rainbow]
it snowed in <month>
it's muggy today
the house was built in eighteen ninety
the house was built in <year>
the bridge was finished in seventeen eighty one
the church dates from twelve forty
the war ended in nineteen forty five
it opened in eighteen fifty two
the castle is <big> years old
in fourteen ninety two they set sail
the great fire was in sixteen sixty six
who invented the [telephone|light bulb|radio|steam engine]
what did <celebrity> discover
when did <celebrity> live
why is <celebrity> famous
was <celebrity> taller than <celebrity>
quotes by <celebrity>
how many wives did henry the eighth have
did newton really see the apple fall
what did archimedes shout in the bath
who painted the ceiling of the sistine chapel
what did galileo see through his telescope
how many plays did shakespeare write
computer <small> plus <small>
computer what's <number> times <small>
computer open the [door|blinds|map|calendar]
computer end program
jarvis turn on the <device>
jarvis play some <genre>
jarvis what's the [time|weather|score]
alexa stop
alexa add <food> to the list
alexa set a timer for <number> minutes
alexa thank you
hey jarvis good morning
hey computer how are you
thank you [very much|so much|kindly]
thanks [a lot|a million|anyway|for that]
cheers that's [great|perfect|all]
much appreciated
you're welcome
sorry my mistake
that's not what i said
i will [wait|think about it|do it later|call back]
where there's a will there's a way
he robbed the bank in the film
don't rob a bank in the game
grant me one wish
i got a research grant
the grant was approved
chase the ball
the dog loves to chase squirrels
cut to the chase
i drew a [horse|map|circle|house]
she drew a picture of the sea
they drew one all
have a little faith
i have faith in the team
mark the page
mark it as [done|read|important|unread]
on your marks
a rich chocolate cake
the soil is rich in iron
what time is dawn
the crack of dawn
a pearl necklace
pearl barley soup
pass the olive oil
black olives or green ones
fresh basil in a pot
grate the ginger
the ginger cat is back
a jack of all trades
the jack of hearts
a square peg in a round hole
it will be [fine|sunny|late|over soon]
hope for the best
the bill is on the table
frank and honest advice
that's a matter of [taste|time|luck]
a joy to watch
`);
