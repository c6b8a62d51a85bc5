import { lines } from "../frame-lines.js";

/** Dates of birth, birthdays and ages. */
export const BIRTH_COMMANDS = lines(`
set my date of birth to <dob>
set my birthday to <birthday>
change my date of birth to <dob>
change my birthday to <birthday>
update my D O B to <dob>
add my birthday <birthday>
add <first>'s birthday <birthday>
add <first>'s birthday on <birthday> to the calendar
add a birthday for <full> on <birthday>
save <first>'s birthday as <birthday>
put <first>'s birthday in the calendar, <birthday>
remember that <first>'s birthday is <birthday>
remember that i was born on <dob>
remind me that <first> turns <age> on <weekday>
remind me every year of mum's birthday on <birthday>
enter <dob> as the date of birth
fill in <dob> for date of birth
register <full>, born <dob>
look up the patient <full>, born <dob>
find the record for <full>, date of birth <dob>
how old am i if i was born on <dob>
how old is someone born <dob>
verify me, born <dob>
book a ticket for <full>, born <dob>
set the child's age to <age>
set my age to <age>
`);

export const BIRTH_STATEMENTS = lines(`
i was born on <dob>
i was born <dob>
i was born in <birthmonth>
i was born on <dob> in <place>
i'm born <dob>
my date of birth is <dob>
my date of birth's <dob>
my D O B is <dob>
my birth date is <dob>
my birthday is <birthday>
my birthday's <birthday>
my birthday is on <birthday>
my birthday is <dob>
my birth year is <birthmonth>
my [son|daughter|wife|husband|sister|brother|mother|father] was born on <dob>
my [son|daughter|wife|husband]'s birthday is <birthday>
my [son|daughter|wife|husband]'s date of birth is <dob>
my [brother|sister|father|mother] just turned <age>
my [son|daughter] is <age> years old
my [dad|mum] will be <age> in <month>
her date of birth is <dob>
her birthday's <birthday>
his date of birth is <dob>
his birthday is <birthday>
his birthday is on <birthday>
she was born on <dob>
she was born on <dob>, her name is <full>
she was born in <birthmonth>
she's <age> years old
she turned <age> last week
he was born on <dob>
he was born <dob>
he's born in <birthmonth>
he's <age> years old
he retired at the age of <age>
they were born on <dob>
the twins were born on <dob>
the baby was born on <dob>
the patient was born on <dob>
the date of birth is <dob>
the birth date on the passport is <dob>
date of birth <dob>
D O B <dob>
born <dob>
born on <dob>
born in <birthmonth>
<dob>
<dob> is my date of birth
<dob> is my birthday
<dob> that's my [husband|wife|sister|dad]
<dob> that's me
<first> was born on <dob>
<first> was born <dob>
<first>'s date of birth is <dob>
<first>'s birthday is <birthday>
<first> is <age> years old
<first> turns <age> in <month>
<full>, <dob>
<full>, born on <dob>
<full> born <dob>
i'm <full>, date of birth <dob>
my name is <full> and i was born on <dob>
i'm <age> years old
i'm <age>
i am <age> years of age
i turned <age> on <weekday>
i'll be <age> in <month>
i just turned <age>
at my age, i'm <age>
no i was born on <dob>
no it's <dob> my birthday
what's your date of birth <dob>
yes <dob>
`);
