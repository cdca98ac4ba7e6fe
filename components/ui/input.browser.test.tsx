import { FormProvider, useForm } from 'react-hook-form'
import { expect, test } from 'vitest'
import { Field, TextareaField } from '../form/field'
import { show } from '../testing/console'
import { Select } from './input'

const sent: unknown[] = []

function Form() {
  const form = useForm({ defaultValues: { email: '', note: '' } })
  return (
    <FormProvider {...form}>
      <form onSubmit={form.handleSubmit((values) => void sent.push(values))}>
        <Field name="email" label="Email" />
        <TextareaField name="note" label="Note" />
        <Select aria-label="Region">
          <option>Dublin</option>
        </Select>
        <button type="submit">Save</button>
      </form>
    </FormProvider>
  )
}

test('a browser is asked not to fill in fields, and what a password manager fills in is sent', async () => {
  const { screen } = await show(<Form />, {})
  for (const label of ['Email', 'Note', 'Region'])
    await expect.element(screen.getByLabelText(label)).toHaveAttribute('autocomplete', 'off')
  // A manager writes past the page's code, and then tells it.
  const email = screen.getByLabelText('Email').element()
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(
    email,
    'a@b.example',
  )
  email.dispatchEvent(new Event('change', { bubbles: true }))
  await screen.getByRole('button', { name: 'Save' }).click()
  await expect.poll(() => sent).toEqual([{ email: 'a@b.example', note: '' }])
})
