import { type FormEvent, useRef, useState } from 'react'
import { type ApiErrorCode, isApiError } from './api-error.ts'

type Values = Record<string, unknown>
export type Validators<V extends Values> = {
  [N in keyof V]?: (value: V[N], values: V) => string | undefined
}

export interface Form<V extends Values> {
  values: V
  set: <N extends keyof V>(name: N, value: V[N]) => void
  /** Props for a control: `<TextField label=… {...form.field('name')} />`. */
  field: <N extends keyof V & string>(
    name: N,
  ) => {
    name: N
    value: V[N]
    onChange: (value: V[N]) => void
    onBlur: () => void
    error?: string | undefined
  }
  /** Differs from the initial values. */
  dirty: boolean
  busy: boolean
  /** What failed and belongs to no field. */
  problem: unknown
  submit: (event?: FormEvent) => void
}

interface Options<V extends Values> {
  initial: V
  validate?: Validators<V>
  /** Server's field names that differ from the form's: `{ name: 'domain' }`. */
  serverFields?: Readonly<Record<string, keyof V & string>>
  /** Refusals that belong to one control though the server names none: `{ user_exists: 'name' }`. */
  codeFields?: { readonly [C in ApiErrorCode]?: keyof V & string }
  submit: (values: V) => Promise<unknown>
}

/** The server says what a member must be (`must be at most 5`); beside a control that is a sentence of its own. */
const asSentence = (text: string) =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.?]$/.test(text) ? '' : '.'}`

/** Focuses the first wrong control, once the errors are on the page. */
const focusFirstError = (form: HTMLFormElement | null) =>
  requestAnimationFrame(() => form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())

/**
 * The state of one form: validates on blur and on submit, puts the server's field errors beside their controls and
 * keeps what was typed when a call fails.
 */
export const useForm = <V extends Values>({
  initial,
  validate,
  serverFields,
  codeFields,
  submit,
}: Options<V>): Form<V> => {
  const [start] = useState(initial)
  const [values, setValues] = useState(start)
  const [errors, setErrors] = useState<Readonly<Record<string, string | undefined>>>({})
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const running = useRef(false)

  const check = <N extends keyof V>(name: N, all: V) => validate?.[name]?.(all[name], all)

  const change = <N extends keyof V>(name: N, value: V[N]) => {
    setValues((now) => ({ ...now, [name]: value }))
    setErrors((now) => ({ ...now, [name]: undefined }))
  }

  /** Field errors of a refusal by control; false when one of them belongs to none. */
  const land = (error: unknown): boolean => {
    if (!isApiError(error)) return false
    const place = codeFields?.[error.code]
    if (error.errors.length === 0) {
      if (place) setErrors({ [place]: error.message })
      return place !== undefined
    }
    const landed = error.errors.map(({ field, message }) => {
      const wire = field.replace(/^\/?(body\/)?/, '')
      return [serverFields?.[wire] ?? wire, asSentence(message)] as const
    })
    setErrors(Object.fromEntries(landed))
    return landed.every(([name]) => name in start)
  }

  const run = async (form: HTMLFormElement | null) => {
    running.current = true
    setBusy(true)
    setProblem(undefined)
    try {
      await submit(values)
    } catch (error) {
      if (!land(error) && !isApiError(error, 'cancelled')) setProblem(error)
      focusFirstError(form)
    } finally {
      running.current = false
      setBusy(false)
    }
  }

  return {
    values,
    dirty: Object.keys(start).some((name) => !Object.is(values[name], start[name])),
    busy,
    problem,
    set: change,
    field: (name) => ({
      name,
      value: values[name],
      error: errors[name],
      onChange: (value) => change(name, value),
      // An untouched control is not scolded for being passed by.
      onBlur: () => {
        if (Object.is(values[name], start[name])) return
        const found = check(name, values)
        // What the server said stays until the value changes; taking it away here would move what is being clicked.
        if (found) setErrors((now) => ({ ...now, [name]: found }))
      },
    }),
    submit: (event) => {
      event?.preventDefault()
      event?.stopPropagation()
      if (running.current) return
      const form = event?.currentTarget instanceof HTMLFormElement ? event.currentTarget : null
      const found = Object.fromEntries(
        Object.keys(start).map((name) => [name, check(name, values)]),
      )
      setErrors(found)
      if (Object.values(found).some(Boolean)) focusFirstError(form)
      else void run(form)
    },
  }
}
