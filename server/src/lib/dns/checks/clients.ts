import { examine, type Finding, type Verdict } from '../finding.ts'
import type { Survey } from '../survey.ts'
import type { DomainFacts } from './facts.ts'
import { reachOf } from './own-address.ts'

const judgeService = async (
  survey: Survey,
  facts: DomainFacts,
  expected: string,
  values: readonly string[],
): Promise<Verdict> => {
  if (values.length === 0) {
    return {
      status: 'missing',
      message:
        'Not set up, and not needed: mail programs that look for it find this server by themselves.',
    }
  }
  const wanted = expected.split(' ').at(2)
  for (const value of values) {
    const [, , port = '', target = '.'] = value.split(' ')
    if (target === '.') {
      return {
        status: 'warning',
        message:
          'The record tells mail programs that there is no such service here. Publish the one shown.',
      }
    }
    const { isOurs } = await reachOf(survey, facts.host, target)
    if (!isOurs || port !== wanted) {
      return {
        status: 'warning',
        message: `Mail programs are led to ${target}, port ${port}, but this server answers at ${facts.host.hostname}, port ${wanted ?? ''}. Publish the record shown.`,
      }
    }
  }
  return { status: 'pass', message: 'Mail programs that look for it find this server.' }
}

/** RFC 6186 and RFC 8314: where mail programs find the services of a domain. */
export const checkServices = (survey: Survey, facts: DomainFacts): Promise<Finding[]> => {
  const { domain, host, ports } = facts
  const services = [
    ['imaps', ports.imaps],
    ['submissions', ports.submissions],
    ['submission', ports.submission],
  ] as const
  return Promise.all(
    services.map(async ([service, port]) => {
      const name = `_${service}._tcp.${domain}`
      const expected = `0 1 ${port} ${host.hostname}`
      return examine(
        await survey.look(name, 'SRV'),
        {
          type: 'SRV',
          name,
          expected,
          optional: true,
          record: { host: name, type: 'SRV', value: expected },
        },
        (values) => judgeService(survey, facts, expected, values),
      )
    }),
  )
}

/**
 * Names under which Outlook and Thunderbird ask for settings. This server answers no such question itself, so there
 * is nothing to recommend; what stands there is shown.
 */
export const checkAutoconfiguration = (survey: Survey, domain: string): Promise<Finding[]> => {
  const names = [
    ['AUTODISCOVER', `_autodiscover._tcp.${domain}`, 'SRV'],
    ['AUTOCONFIG', `autoconfig.${domain}`, 'A'],
  ] as const
  return Promise.all(
    names.map(async ([type, name, asked]) =>
      examine(
        await survey.look(name, asked),
        { type, name, expected: '', optional: true },
        (values) =>
          values.length === 0
            ? {
                status: 'missing',
                message:
                  'Not set up, and not needed. Publish it only where a web server hands out settings for mail programs.',
              }
            : {
                status: 'pass',
                message: `Mail programs ask for their settings at ${values.join(', ')}.`,
              },
      ),
    ),
  )
}
