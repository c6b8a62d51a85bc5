/**
 * Hard negatives: artists, songs, films, brands, foods, words that are names too, places that locate nobody, and
 * numbers that are counted, measured or scored.
 */
export const HARMLESS_WORLD: readonly string[] = lines(`
play rumours by fleetwood mac from the start
put on some nina simone while i cook
i want to hear hey jude
play the new single by dua lipa
shuffle everything by the rolling stones
play jolene by dolly parton
skip to the guitar bit in hotel california
who sang billie jean
play angie, the rolling stones one
put on eleanor rigby
play rosanna by toto a bit louder
can you play roxanne by the police
play some bach, the cello suites
play miles davis, something slow
i'd like the soundtrack of amelie
play chicago, the musical, not the band
put some boston on, more than a feeling
play georgia on my mind
what's that song that goes sweet caroline
play come on eileen at the wedding volume
how many albums did david bowie make
when did freddie mercury die
is ed sheeran on tour this year
who wrote the music for star wars
play the audiobook of jane eyre
continue oliver twist where i stopped
start the next harry potter chapter
who wrote emma
read me a page of moby dick
play an episode of friends
put on the great british bake off
is there a new season of ted lasso
find films with tom hanks in them
who played forrest gump
what's forrest gump rated
show me the trailer for barbie
is the film about oppenheimer any good
how long is schindler's list
play finding nemo for the kids
put peppa pig on the big screen
what channel is the match on
switch to B B C two
put it on channel four hundred and one
turn to radio five live
volume up to seven
next episode please
go back two chapters
play the last thirty seconds again
play some rain sounds for an hour
play lo fi beats to study to
play happy by pharrell in every room
sing me a lullaby
what's number one in the charts
who won the world cup in nineteen sixty six
what was the score in the final, three two
they won four nil away from home
the set finished six four, seven five
how many goals did messi score last season
who's top of the premier league
is serena williams still playing
when is the next formula one race
what's the record for the marathon
did the lakers win last night
how old is the queen of denmark
who was the first man on the moon
who painted the mona lisa
what did marie curie discover
when was julius caesar killed
how did napoleon die
when did the titanic sink
who invented the telephone
what's einstein's most famous equation
how many wives did henry the eighth have
who's the president of france
when was abraham lincoln born
what year did the berlin wall come down
how big is the population of india
what's the capital of australia
how far is mars from the sun
how deep is the pacific ocean
how high is mount everest in feet
which is the longest river in africa
what languages do they speak in switzerland
how do you say good morning in japanese
translate where is the station into spanish
how do you spell necessary
what does the word serendipity mean
what rhymes with orange
what's the plural of octopus
what's the square root of one hundred and forty four
what's seventeen times twenty three
divide nine hundred and sixty by twelve
how many feet are in a mile
what's thirty seven degrees in fahrenheit
convert two hundred dollars to pounds
how many seconds are there in a day
what's twelve and a half percent of eighty
add up four, nine and sixteen
how many pints in a litre
what is three quarters as a decimal
is seven a prime number
what's two to the power of ten
how much is a stamp these days
what's a gram of gold worth
how much does a tesla cost
do they sell dyson hoovers at the shop
what's the cheapest samsung television
compare the iphone with the pixel
order a pair of levi's in dark blue
find me a pair of doc martens in size seven
is the new nintendo out yet
buy tickets for the aquarium in the spring
what time does marks and spencer shut
is there a lidl or an aldi nearby
do they do a big mac without cheese
order a margherita and a diet coke
add uncle ben's rice and ben and jerry's to the list
two bottles of jack daniel's for the party
a bottle of dom perignon, if it's under two hundred
put johnson's baby powder on the list
get some granny smith apples
a bunch of black eyed susans for the garden
when should i plant sweet williams
how do i prune a rose
the roses need cutting back in march
are the daisies out already
what eats lily beetles
is holly poisonous for cats
how often do i water an iris
does ivy damage the brickwork
when do heather and lavender flower
how tall does a hazel tree get
will it be sunny on sunday
will you mark the page for me
mark all of them as read
may i have the bill please
may is my favourite month of the year
will the april showers ever stop
is june too early for strawberries
august was far too hot
what's the weather going to do in july
i hope it all works out
what does grace before meals mean
have a little faith in me
what's the joy of cooking about
give me a frank answer
jack up the car before you change the wheel
put a penny in the jar
what's a robin's egg look like
how do you skip a rope
bill me at the end of the month
there's a rip in my jacket, a tailor might fix it
grant me one more minute
the sun rose at ten to six
he rose to the top very quickly
i can't chase after it all day
that's rich, coming from you
chuck it in the bin
pat the fish dry with a towel
peg the washing out before it rains
how much does a ruby weigh
pearl barley or lentils, which is better
put some ginger in the tea
add sage and basil to the basket
is saffron worth the money
what's olive oil good for
how do you make a bloody mary
shirley temple or a virgin colada
pour me a tom collins
what's in a harvey wallbanger
is a jack russell a good family dog
how long do saint bernards live
how big does a great dane get
is a persian cat hard to keep
the french windows need cleaning
put turkish delight on the list
bring the danish pastries to the table
is swiss cheese really from switzerland
how do you cook a frankfurter
what's in a hamburger sauce
i'd like a bagel with cream cheese, new york style
the london pride was lovely this year
do we have any brussels pate left
find me a panama hat
is cologne the same as perfume
what's china clay used for
the good china is in the top cupboard
is turkey with cranberry a christmas thing
what's the temperature in the garden
how windy is it outside
will there be frost tonight
do i need sunglasses today
is it going to thunder later
what's the U V index at noon
when does it get dark this evening
what's the moon doing tonight
how hot is the loft
when's high tide today
is there a full moon this week
i'm at the gym, i'll be back by nine
i left my umbrella at the pub
we're in the garden if you need us
meet me outside the cinema at eight
i'm stuck at the office again
the church bells are ringing
they've gone to the beach for the day
is the swimming pool open on mondays
the school's closed because of the snow
let's go to the zoo at the weekend
which state has the most lakes
how many counties are there in ireland
what's the smallest county in england
which country has the most islands
name three rivers in europe
the ceiling's two metres forty
the desk is one hundred and twenty by sixty
cut the board to eighty four centimetres
the tank holds fifty five litres
it's a forty watt bulb
drive at thirty, there's a camera
the tyre pressure should be thirty two
it weighs about three and a half kilos
i ran ten k in fifty two minutes
i slept for seven hours and a bit
i've done eight thousand steps today
my screen time was four hours
it cost nineteen pounds ninety nine
that's twelve fifty with the tip
it's on sale for two ninety nine
we paid about three hundred thousand for it
the budget is forty five hundred at most
there were two hundred people at the show
seat twelve in row F
platform four in ten minutes
page one hundred and eighty four, second paragraph
chapter twenty one please
it's question nine on page sixty
the answer's forty two
in nineteen eighty four they made a film of it
the two thousand and twelve games were great
my grandfather's car was from nineteen fifty one
the house was built in eighteen ninety
a hundred and eighty, he shouted
let's split it fifty fifty
on a scale of one to ten, about six
i give it five stars
five, four, three, let's go
one, two, testing
it's as easy as one two three
the whole thing from A to Z
the tv is an L G
is it a U S B or an H D M I cable
put the D V D back in the box
`);

function lines(text: string): readonly string[] {
  return text.trim().split("\n");
}
