import { rsyslog as q } from './escape.ts'
import { HEADER, type RenderedFile, type RenderInput } from './rendered.ts'

/**
 * A syslog of the stack's own: one file, RFC 3339 stamps, control characters escaped (the default), no rate limit,
 * since a dropped line is a message nobody can trace.
 */
export const renderRsyslog = ({ layout }: RenderInput): RenderedFile => {
  const { rsyslog, users } = layout.stack
  return {
    path: rsyslog.file,
    text: `${HEADER}global(workDirectory=${q(rsyslog.work)})
module(load="imuxsock" SysSock.Use="off")
input(type="imuxsock" Socket=${q(rsyslog.socket)} CreatePath="on" RateLimit.Interval="0" Unlink="on")
template(name="line" type="string" string="%TIMESTAMP:::date-rfc3339% %HOSTNAME% %syslogtag%%msg:::sp-if-no-1st-sp%%msg:::drop-last-lf%\\n")
*.* action(type="omfile" file=${q(rsyslog.mailLog)} template="line" fileOwner="root" fileGroup=${q(users.logReaders)} fileCreateMode="0640")
`,
    mode: 0o644,
  }
}
