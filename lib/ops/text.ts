import { z } from 'zod'

const ENDS = 'Remove the spaces at the start and end.'
const LINE = 'Write this on one line, without tabs.'

/** One line, sent as typed. Line breaks and tabs are refused, never removed. For names that may start with a space. */
export const nameLine = (missing: string): z.ZodString =>
  z
    .string(missing)
    .refine((typed) => typed.trim() !== '', missing)
    .refine((typed) => !/\p{Cc}/u.test(typed), LINE)

/** One line, sent as typed. Surrounding spaces, line breaks and tabs are refused, never removed. */
export const line = (missing?: string): z.ZodString =>
  secretLine(missing).refine((typed) => typed === typed.trim(), ENDS)

/** The same for a secret, which may begin or end with a space. */
export const secretLine = (missing?: string): z.ZodString =>
  z.string(missing).refine((typed) => !/\p{Cc}/u.test(typed), LINE)

/** A text of any number of lines, sent as typed. `least` counts characters without surrounding spaces. */
export const prose = (least: number, whyShort: string, most: number): z.ZodString =>
  z
    .string()
    .max(most, `At most ${most.toLocaleString('en')} characters`)
    .refine((typed) => typed.trim().length >= least, whyShort)
