import { expect, test } from 'vitest'
import { z } from 'zod'
import { resolverOf } from './resolver'

const schema = z.strictObject({
  plain: z.string(),
  named: z.string('Name it'),
  choice: z.enum(['a', 'b']),
  size: z.number(),
})
const options = { fields: {}, shouldUseNativeValidation: false }

test('a missing value asks for one, in the words of the field if it has any', async () => {
  const { errors } = await resolverOf(schema)({ size: 1 }, undefined, options)
  expect(errors).toMatchObject({
    plain: { message: expect.stringContaining('Enter') },
    named: { message: 'Name it' },
    choice: { message: expect.stringContaining('Choose') },
  })
  expect(errors).not.toHaveProperty('size')
})

test('a hidden character is named, where it breaks a rule of the field', async () => {
  const letters = z.object({ name: z.string().regex(/^[a-z]+$/, 'Use letters') })
  const message = async (name: string) =>
    (await resolverOf(letters)({ name }, undefined, options)).errors
  expect(await message('a\u202eb')).toMatchObject({
    name: { message: expect.stringContaining('U+202E') },
  })
  expect(await message('1')).toMatchObject({ name: { message: 'Use letters' } })
})
