import type { Leaving } from '../lib/dirty-guard.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogBody, DialogFoot } from '../ui/dialog.tsx'
import { words } from '../words/app.ts'

/** Asks before unsaved text on a page is left behind. */
const LeaveDialog = ({ question }: { question: Leaving }) => (
  <Dialog title={words.guard.title} onClosed={question.stay}>
    <DialogBody>{words.guard.text}</DialogBody>
    <DialogFoot>
      <Button onClick={question.stay} data-focus-first="">
        {words.guard.stay}
      </Button>
      <Button variant="danger" onClick={question.leave}>
        {words.guard.leave}
      </Button>
    </DialogFoot>
  </Dialog>
)

export default LeaveDialog
