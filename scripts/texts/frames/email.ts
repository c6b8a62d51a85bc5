import { lines } from "../frame-lines.js";

/** E-mail addresses, user names and handles. */
export const EMAIL_COMMANDS = lines(`
email <email>
email it to <email>
email the [invoice|photos|report|list] to <email>
email <email> about the [meeting|refund|tickets]
send an email to <email>
send a mail to <email> and say thanks
send it to <email>
send the [receipt|ticket|statement|form|file] to <email>
send the bill to my work mail <email>
send the link to <first> at <email>
write to <email>
write an email to <email>
compose a mail to <email>
forward it to <email>
forward the last message to <email>
copy in <email>
C C <email>
add <email> to my contacts
add <email> to the invite
add the email <email> for <full>
add <first>'s email <email>
save <email> as <first>
invite <email>
invite <email> to the meeting on <weekday>
share the [calendar|folder|list] with <email>
subscribe <email>
unsubscribe <email> from everything
change my email to <email>
change my email address to <email>
update my contact email to <email>
set my recovery email to <email>
log me in as <email>
sign in with <email>
sign me up with <email>
use <email> for the receipt
create an account for <email>
block emails from <email>
mark mail from <email> as spam
check for messages from <email>
any mail from <email>
did <email> answer
reply to <email> with yes
resend the ticket to <email>
follow <handle>
send money to <handle>
find <handle> on instagram
tweet at <handle>
change my username to <handle>
log in as <handle>
`);

export const EMAIL_STATEMENTS = lines(`
my email is <email>
my email's <email>
my email address is <email>
my e mail is <email>
my work email is <email>
my other email is <email>
my personal address is <email>
my mail is <email>
my new email is <email>
my login is <email>
my paypal is <email>
the email is <email>
the email address is <email>
the email on the account is <email>
the address for the invoice is <email>
her email is <email>
his address is <email>
their email address is <email>
<first>'s email is <email>
<full>'s mail address is <email>
it's <email>
it's <email> all lower case
<email>
<email> please
<email> is my email
<email> that's where the tickets should go
<email> is the best one
email <email> phone <phone>
email address <email>
you can write to me at <email>
you can reach me at <email>
you can send it to <email> instead
i use <email>
i'm registered with <email>
i signed up with <email>
i never got the mail, it's <email>
no it's <email>
no <email>
contact me at <email>
at work it's <email>
what's your email <email>
i'm <full>, <email>
the newsletter goes to <email>
my username is <handle>
my user name's <handle>
my handle is <handle>
my twitter handle is <handle>
my gamertag is <handle>
my instagram is <handle>
my skype name is <handle>
i'm <handle> on there
the login name is <handle>
`);
