/**
 * What a mail server notes when mail cannot go, labelled by a person: texts as Gmail, Outlook, Yahoo, Postfix, Exim,
 * Sendmail, Spamhaus and others publish or write them, with documentation addresses and names.
 */
export type Text = readonly [cause: string, text: string]
