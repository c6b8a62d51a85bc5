import { lines } from "../frame-lines.js";

/** Numbers that a bank, a state, a shop gave somebody. */
export const NUMBER_ID_COMMANDS = lines(`
pay with card <card>
pay with the card ending in <four>
charge it to <card>
charge the card ending <four>
use card number <card>
use my visa <card>
add my credit card <card>
add a card, <card>, expires <expiry>
save this card <card>
cancel my card <card>
cancel card <card> because [i lost it|it was stolen]
block my card <card>
freeze the card ending <four>
replace card <card>
increase the limit on my card <card>
what's the balance on card <card>
show the last [five|ten] payments on card <card>
can i withdraw cash with my card <card>
are there charges for using card <card> abroad
remove the card ending in <four>
transfer [fifty|two hundred] pounds to account <account>
transfer it to account number <account> sort code <sortcode>
send [ten|ninety] dollars to account <account>
pay into <account>
pay the bill from account <account>
move my savings to <iban>
set up a direct debit from <account>, sort code <sortcode>
send the refund to iban <iban>
close account <account>
check the balance of account <account>
enter my social security number <national>
enter passport number <national>
fill in my national insurance number <national>
add my frequent flyer number <reference>
add my loyalty card <account>
add my library card <account>
track parcel <reference>
track order <reference>
where is order number <reference>
where's my package, tracking number <reference>
cancel order <reference>
check in for booking <reference>
check in with reference <reference>
look up case number <reference>
look up my claim <reference>
pay parking for <plate>
pay the toll for <plate>
register my car <plate>
add my number plate <plate>
renew the insurance for <plate>
when is the service due on <plate>
refill prescription number <reference>
report the car <plate>
top up the meter, number <account>
submit a reading for meter <account>
`);

export const NUMBER_ID_STATEMENTS = lines(`
my card number is <card>
my credit card number is <card>
my debit card's <card>
my visa is <card>
my mastercard number is <card>
the card number is <card>
the long number is <card>
the long number on the front is <card>
the number on my card is <card>
card number <card>
card number <card>, expiry <expiry>, security code <three>
card <card> is lost
my card <card> doesn't work
it expires <expiry>
the expiry date is <expiry>
good until <expiry>
valid through <expiry>
the security code is <three>
the three digits on the back are <three>
C V V <three>
the C V C is <three>
it ends in <four>
the last four digits are <four>
the last four of my social are <four>
the last four are <four>
my account number is <account>
my account's <account>
my bank account is <account>
the account number is <account>
account number <account>
account <account>, sort code <sortcode>
my sort code is <sortcode>
the sort code's <sortcode>
sort code <sortcode>
sort code <sortcode>, account number <account>
the routing number is <account>
routing <account>
my iban is <iban>
the iban is <iban>
iban <iban>
<card>
<card> and the expiry is <expiry>
<iban>
<card> is my card number
<account> is the account
<plate> that's my car
<reference> is the order number
my social security number is <national>
my social is <national>
my social's <national>
his social security number is <national>
her social is <national>
my national insurance number is <national>
my N I number is <national>
my N H S number is <national>
my health card number is <national>
my medicare number is <national>
my medical record number is <account>
my passport number is <national>
the passport number is <national>
my passport is <national>
my driver's licence is <national>
my driving licence number is <national>
my tax number is <national>
my tax reference is <national>
my aadhaar number is <card>
my P P S number is <national>
my student number is <account>
my employee id is <reference>
my staff number is <account>
my member number is <account>
my membership number is <reference>
my customer number is <account>
my policy number is <reference>
my licence plate is <plate>
my number plate is <plate>
my registration is <plate>
my reg is <plate>
the plate is <plate>
the plate number was <plate>
the car's reg is <plate>
i drive a [ford|honda|red mini], plate <plate>
my reference is <reference>
my reference number is <reference>
the reference is <reference>
the booking reference is <reference>
the confirmation number is <reference>
the confirmation code is <reference>
the order number is <reference>
order number <reference>
booking <reference>
the tracking number is <reference>
the case number's <reference>
the claim number is <reference>
the invoice number is <reference>
my ticket number is <reference>
my flight confirmation is <reference>
the serial number is <reference>
the meter number is <account>
i want to report card <card> as stolen
i lost my card <card>
i paid with <card>
i never got order <reference>
no it's <card>
no the account number is <account>
`);
