import { blockOf, isEverything, sizeInWords } from '@/lib/format/address'
import { isWide, type Reach, sizeText, tooWide } from '@/lib/format/address-sum'
import { list } from '@/lib/format/words'

const LARGE = 'a large part of the internet'

const total = ({ family, size }: Reach) => `${sizeText(size)} ${family} addresses`

/** Why these addresses need a second person in one call, as a sentence; undefined: they do not. */
export function whyWide(addresses: readonly string[]): string | undefined {
  const everything = addresses.filter(isEverything)
  if (everything.length > 0)
    return `${list(everything)} ${everything.length > 1 ? 'are' : 'is'} the whole internet.`
  const wide = addresses.filter(isWide)
  if (wide.length > 0)
    return `${list(wide.map((one) => `${one} (${sizeInWords(one)})`))} ${wide.length > 1 ? 'open' : 'opens'} the project to ${LARGE}.`
  const sum = tooWide(addresses)
  return sum && `Together these ${addresses.length} entries allow ${total(sum)}, ${LARGE}.`
}

/** Why these addresses need a second person on top of what is listed, as a sentence; undefined: they do not. */
export function whyWideOnList(
  addresses: readonly string[],
  listed: readonly string[],
): string | undefined {
  const sum = tooWide(
    addresses,
    listed.filter((one) => blockOf(one)),
  )
  return (
    sum &&
    `Together with the current list, this allows ${total(sum)}. More than ${sizeText(sum.most)} require approval.`
  )
}
