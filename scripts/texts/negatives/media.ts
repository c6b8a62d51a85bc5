import { lines } from "../frame-lines.js";

/** Music, films, games, knowledge: the people in them are famous and nobody's contact. */
export const MEDIA_NEGATIVES = lines(`
play <artist>
play some <artist>
play <song>
play <song> by <artist>
play the song <song>
play the latest album by <artist>
play <artist>'s greatest hits
play <artist>'s new song
play songs by <artist>
play songs of <artist>
play music by <artist> on <app>
play something by <artist> or <artist>
play <genre>
play some <genre> from the <n> s
play <genre> in the <room>
play my <genre> playlist
play <genre> on <app>
put on <artist>
put on some <genre>
put <song> on repeat
i want to hear <song>
i want to listen to <artist>
i feel like <artist> today
i love <artist>
i like this <artist> song
shuffle <artist>
shuffle my playlist
queue <song> next
skip this <artist> song
no more <artist>
who sings <song>
who wrote <song>
when did <artist> release <song>
how many albums has <artist> made
is <artist> on tour
when is <artist> playing next
how old is <artist>
what's <artist>'s real name
what's the best song of <artist>
what is this song called
who is this singer
is this <artist> or <artist>
rate this song <small> stars
save this song
turn up <artist>
stop <artist>
play the radio
play radio <small>
play classic F M
play B B C radio <small>
play the news
play the podcast about <celebrity>
play a podcast about <country>
play the audiobook <book>
play <book> on audible
read <book>
read <book> from chapter <small>
continue <book>
continue my audiobook
open <book> where i left off
who wrote <book>
when was <book> written
who is the main character in <book>
play <show>
play <show> on <app>
watch <show>
watch <film> on <app>
put on <film>
put on the next episode of <show>
when is <show> on
what channel is <show> on
record <show> on <weekday>
who plays the lead in <show>
who directed <film>
who stars in <film>
how long is <film>
is <film> any good
where can i stream <film>
show times for <film>
find films with <celebrity>
show me movies by <celebrity>
play the trailer for <film>
let's watch a film with <artist>
play <game>
let's play <game>
open <game>
start a game of <game>
how do you win at <game>
open <app>
close <app>
search <app> for <genre>
download <app>
post it on <app>
check <app>
what's trending on <app>
who is <celebrity>
who was <celebrity>
how old is <celebrity>
how tall is <celebrity>
when was <celebrity> born
where was <celebrity> born
when did <celebrity> die
who is <celebrity> married to
is <celebrity> still alive
what is <celebrity> famous for
what did <celebrity> invent
tell me about <celebrity>
tell me a fact about <celebrity>
what's the latest news about <celebrity>
any news on <celebrity>
quote <celebrity>
give me a quote by <celebrity>
what is <celebrity> worth
search for <celebrity>
look up <celebrity> on wikipedia
how many children does <celebrity> have
has <celebrity> won an oscar
who would win <celebrity> or <celebrity>
who is the president of <country>
who is the prime minister of <country>
who is the king of <country>
what's the capital of <country>
what's the population of <country>
what's the currency of <country>
what language do they speak in <country>
how big is <country>
where is <country>
what's the flag of <country>
what continent is <country> in
tell me about the history of <country>
when did <country> become independent
what's the national anthem of <country>
what's the national dish of <country>
how do you say hello in <language>
how do you say <food> in <language>
translate good morning into <language>
translate i love <food> to <language>
what does this mean in <language>
teach me some <language>
count to ten in <language>
who won the <team> game
what's the <team> score
did <team> win
when do <team> play
when is the next <team> match
how did <team> do
is <team> playing on <weekday>
who plays for <team>
who's the coach of <team>
<team> versus <team>
what's the score of <team> against <team>
show me the league table
what is a <animal>
what noise does a <animal> make
how fast is a <animal>
how long does a <animal> live
how high is mount everest
how tall is the eiffel tower
how long is the amazon river
how deep is the atlantic
how far is the moon
how far is mars
how old is the universe
when did the titanic sink
when did world war two end
what happened in <year>
who won the world cup in <year>
what was the number one song in <year>
what's the stock price of <brand>
how are <shop> shares doing
is <shop> open
is <shop> open on <holiday>
what time does <shop> close
where's the nearest <shop>
order from <shop>
track my <shop> order
call <shop>
call <shop> customer service
email <shop> about my order
tweet at <shop> that the food was cold
complain to <shop>
what's the best <brand>
is <brand> on offer
how much is a <brand>
where is <brand> made
set an alarm with <song>
sing a song
sing happy birthday
sing me a <language> song
tell me a joke
tell me a joke about a <animal>
tell me a bedtime story
what's the news
what's in the headlines
read me the news from the B B C
give me the sports news
define <food>
define serendipity
spell necessary
spell accommodate
how do you spell rhythm
what rhymes with orange
what's the opposite of brave
`);
