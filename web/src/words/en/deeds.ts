/** What the audit log's actions mean, as what somebody did. An action without words is shown as it is. */
const deeds: Readonly<Record<string, string>> = {
  'account.create': 'created the account',
  'account.delete': 'removed the account',
  'account.update': 'changed the account',
  'alias.bulk': 'changed several aliases:',
  'alias.create': 'created the alias',
  'alias.delete': 'deleted the alias',
  'alias.update': 'changed the alias',
  'auth.login': 'signed in',
  'auth.login_failed': 'failed to sign in',
  'auth.logout': 'signed out',
  'auth.password': 'changed the own password',
  'auth.reauth': 'entered the password again',
  'auth.setup': 'set up the panel as',
  'domain.bulk': 'changed several domains:',
  'domain.create': 'created the domain',
  'domain.delete': 'deleted the domain',
  'domain.update': 'changed the domain',
  'settings.update': 'changed the settings',
  'token.create': 'created the token',
  'token.delete': 'revoked the token',
  'token.update': 'changed the token',
  'user.bulk': 'changed several mailboxes:',
  'user.create': 'created the mailbox',
  'user.delete': 'deleted the mailbox',
  'user.import': 'imported',
  'user.trash': 'changed the trash:',
  'user.update': 'changed the mailbox',
}

export const deedWords = {
  deed: (action: string): string => deeds[action] ?? action,
}
