import { Dialog, DialogBody } from '../ui/dialog.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { words } from '../words/app.ts'
import styles from './help-dialog.module.css'

const help = words.help
const sections = [
  {
    title: help.everywhere,
    keys: [
      ['Ctrl K', help.palette],
      ['?', help.help],
      ['Esc', help.close],
    ],
  },
  {
    title: help.lists,
    keys: [
      ['j', help.down],
      ['k', help.up],
      ['Enter', help.open],
      ['x', help.select],
      ['Shift x', help.range],
      ['/', help.search],
    ],
  },
] as const

const HelpDialog = ({ onClosed }: { onClosed: () => void }) => (
  <Dialog title={help.title} onClosed={onClosed}>
    <DialogBody>
      {sections.map(({ title, keys }) => (
        <section key={title}>
          <h3 className={styles.title}>{title}</h3>
          <dl className={styles.keys}>
            {keys.map(([key, deed]) => (
              <div key={key}>
                <dt>{deed}</dt>
                <dd>
                  <Kbd keys={key} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </DialogBody>
  </Dialog>
)

export default HelpDialog
