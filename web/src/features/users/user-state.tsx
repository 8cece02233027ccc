import { Status } from '../../ui/status.tsx'
import { words } from '../../words/users.ts'

export const UserState = ({ active }: { active: boolean }) => (
  <Status tone={active ? 'ok' : 'off'}>{active ? words.users.active : words.users.inactive}</Status>
)
