// SPDX-License-Identifier: MIT

// Puts text on the clipboard; `shadow` takes a field for browsers that need a selection.
async function copyText(text, shadow) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = element('textarea', 'copy', text);
    shadow.append(field);
    field.select();
    document.execCommand('copy');
    field.remove();
  }
}
