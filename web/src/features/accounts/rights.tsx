import type { Permission, Role } from '@mc/shared/contract'
import { Checkbox, SelectField } from '../../ui/choice.tsx'
import { Fieldset } from '../../ui/field.tsx'
import type { Bound } from '../../ui/text-field.tsx'
import { words } from '../../words/accounts.ts'

const own = words.accounts
const roles = ['admin', 'editor', 'viewer'] as const satisfies readonly Role[]
const permissions = [
  'domains',
  'users',
  'aliases',
  'queue',
  'services',
  'dkim',
  'backup',
] as const satisfies readonly Permission[]

interface Props {
  role: Bound<Role>
  permissions: Bound<readonly Permission[]>
}

/** Role and, for editors, what may be changed. */
export const Rights = ({ role, permissions: given }: Props) => (
  <>
    <SelectField
      {...role}
      label={own.role}
      help={own.roleHelp[role.value]}
      options={roles.map((value) => ({ value, label: own.roles[value] }))}
    />
    {role.value === 'editor' && (
      <Fieldset label={own.permissions}>
        {permissions.map((name) => (
          <Checkbox
            key={name}
            label={own.permissionWords[name]}
            checked={given.value.includes(name)}
            onChange={(on) =>
              given.onChange(
                permissions.filter((each) => (each === name ? on : given.value.includes(each))),
              )
            }
          />
        ))}
      </Fieldset>
    )}
  </>
)
