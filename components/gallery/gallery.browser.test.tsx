import { beforeEach, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { show } from '../testing/console'
import { Gallery } from './gallery'

const figures = () => [...document.querySelectorAll('figure')]
const nameOf = (figure: Element) => figure.querySelector('figcaption')?.textContent ?? ''
const named = (name: string) => [
  ...(figures().find((one) => nameOf(one) === name)?.lastElementChild?.children ?? []),
]
const isShown = (element: Element) => element.checkVisibility({ opacityProperty: true })

const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })
const known = new Map<string, number[]>()

/** A color as red, green, blue and alpha, from 0 to 1. */
function channels(color: string): number[] {
  const seen = known.get(color)
  if (seen || !canvas) return seen ?? []
  canvas.clearRect(0, 0, 1, 1)
  canvas.fillStyle = color
  canvas.fillRect(0, 0, 1, 1)
  const found = [...canvas.getImageData(0, 0, 1, 1).data].map((one) => one / 255)
  known.set(color, found)
  return found
}

function luminance(color: string): number {
  const [r = 0, g = 0, b = 0] = channels(color).map((one) =>
    one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4,
  )
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** The nearest color behind an element. */
function behind(element: Element | null): string {
  if (!element) return getComputedStyle(document.documentElement).backgroundColor
  const { backgroundColor } = getComputedStyle(element)
  return channels(backgroundColor)[3] === 1 ? backgroundColor : behind(element.parentElement)
}

function contrast(element: Element): number {
  const [a, b] = [luminance(getComputedStyle(element).color), luminance(behind(element))]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

const isRefused = (element: Element) =>
  element.closest('[aria-disabled=true], :disabled, [aria-hidden=true]') !== null

/** Elements with text of their own that people read. */
const texts = (figure: Element) =>
  [...figure.querySelectorAll('*')].filter(
    (one) =>
      [...one.childNodes].some((node) => node.nodeType === 3 && node.nodeValue?.trim()) &&
      isShown(one) &&
      !isRefused(one),
  )

beforeEach(async () => {
  const { screen } = await show(<Gallery />)
  await expect.element(screen.getByText('office-berlin').first()).toBeVisible()
  // The fields, the JSON and the diff load when they are needed.
  await expect.poll(() => figures().filter(isShown).length).toBeGreaterThan(60)
})

for (const scheme of ['light', 'dark'])
  test(`every component is drawn and legible, wide and narrow, ${scheme}`, async () => {
    document.documentElement.dataset.theme = scheme
    for (const width of [1280, 360]) {
      await page.viewport(width, 800)
      const at = `${width} px`
      await expect
        .poll(() => document.documentElement.scrollWidth, { message: `${at}: nothing is cut off` })
        .toBeLessThanOrEqual(width)
      const empty = figures().filter((one) => (one.lastElementChild?.clientHeight ?? 0) < 12)
      expect(empty.map(nameOf), `${at}: without a picture`).toEqual([])
    }
    const faint = figures().flatMap((figure) =>
      texts(figure)
        .filter((one) => contrast(one) < 4.5)
        .map((one) => `${nameOf(figure)}: ${one.textContent} ${contrast(one).toFixed(1)}`),
    )
    expect(faint).toEqual([])
    delete document.documentElement.dataset.theme
  })

test('icons have a picture, and looks differ from each other', async () => {
  const icons = [...document.querySelectorAll('svg[class*="icon-["]')].filter(isShown)
  expect(icons.length).toBeGreaterThan(50)
  const blank = icons.filter((one) => !getComputedStyle(one).maskImage.includes('svg'))
  expect(blank.map((one) => one.getAttribute('class'))).toEqual([])

  const lookOf = (element: Element | undefined) => {
    if (!element) throw new Error('The gallery has no such component.')
    const { color, backgroundColor, borderColor } = getComputedStyle(element)
    return `${color} ${backgroundColor} ${borderColor}`
  }
  const tones = named('Badge').map(lookOf)
  expect(new Set(tones).size).toBe(5)
  const buttons = ['primary', 'plain', 'danger', 'quiet'].map((one) => named(`Button ${one}`))
  expect(new Set(buttons.map(([first]) => lookOf(first))).size).toBe(4)
  for (const [usual, small, refused] of buttons) {
    expect(usual?.clientHeight).toBe(30)
    expect(small?.clientHeight).toBe(26)
    expect(lookOf(refused)).not.toBe(lookOf(usual))
  }
})
