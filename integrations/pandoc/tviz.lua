-- SPDX-License-Identifier: MIT
-- Figures of transformers in what pandoc and Quarto read: fenced blocks of the class `tviz`.
--
--     pandoc paper.md --lua-filter tviz.lua -o paper.html
--
-- A block has the options of a figure of a manifest, or only a model:
--
--     ```{.tviz #fig-gpt2 caption="GPT-2 small"}
--     model: gpt2
--     hooks: [blocks.1.attn.hook_z=ablate@3]
--     ```
--
-- The program `tviz` draws it into the folder `tviz-figures`, unless its inputs did not change. The
-- metadata `tviz` has options of every figure.

local folder = "tviz-figures"
local defaults = {}

local is_web = FORMAT:match("^html") ~= nil or FORMAT == "revealjs" or FORMAT == "slidy"
local on_paper = FORMAT == "latex" or FORMAT == "beamer" or FORMAT == "context"
local in_office = FORMAT == "docx" or FORMAT == "odt" or FORMAT == "pptx" or FORMAT == "rtf"
local shown = on_paper and "pdf" or in_office and "png" or "svg"

local function read(path)
  local file = io.open(path, "rb")
  if not file then return nil end
  local text = file:read("a")
  file:close()
  return text
end

-- The lines of a text, without the spaces before them.
local function lines_of(text)
  local lines = {}
  for line in (text .. "\n"):gmatch("(.-)\r?\n") do lines[#lines + 1] = line:match("^%s*(.-)%s*$") end
  return lines
end

-- The files that the document is in. Quarto gives pandoc a copy of its own.
local function documents()
  if quarto then return { quarto.doc.input_file } end
  return PANDOC_STATE.input_files
end

-- Where the block is: its file and the line above its options. Pandoc does not tell, so the text is
-- looked for below a line that opens a block of this class.
local function place_of(text)
  local wanted = lines_of(text)
  for _, path in ipairs(documents()) do
    local lines = lines_of(read(path) or "")
    for number, line in ipairs(lines) do
      local is_same = line:match("^[`~:]+.*tviz") ~= nil
      for i = 1, is_same and #wanted or 0 do is_same = is_same and lines[number + i] == wanted[i] end
      if is_same then return path, number end
    end
  end
  local first = documents()[1]
  return first and first ~= "-" and first or "standard input", 1
end

-- The options that hold unless a block says otherwise, as one line of YAML.
local function defaults_with(formats, theme)
  local look = { formats = "[" .. formats .. "]", theme = theme }
  for key, value in pairs(defaults) do
    if is_web or key ~= "formats" then look[key] = value end
  end
  local words = {}
  for key, value in pairs(look) do words[#words + 1] = key .. ": " .. value end
  table.sort(words)
  return "{" .. table.concat(words, ", ") .. "}"
end

-- Draws a figure through a manifest, in which each option is in the line that it has in the document,
-- so that errors need no translation. Returns what its files are called, without the extension.
local function draw(text, formats, theme)
  local path, line = place_of(text)
  -- These choose between the forms that a web page can show.
  if not is_web then text = ("\n" .. text):gsub("\n%s*formats:[^\n]*", "\n"):sub(2) end
  local look = defaults_with(formats, theme)
  local name = "tviz-" .. pandoc.utils.sha1(path .. "\n" .. text .. "\n" .. look):sub(1, 12)
  local options = text:gsub("^(%s*)([^%s:]+)%s*$", "%1model: %2"):gsub("\n", "\n  ")
  local manifest = ("\n"):rep(line - 1) .. "figures:\n- " .. options .. "\n  name: " .. name
    .. "\nschema: 1\ndefaults: " .. look .. "\n"
  local arguments = { "batch", "-", "--stdin-path", path, "-o", folder, "--quiet" }
  local succeeded, problem = pcall(pandoc.pipe, "tviz", arguments, manifest)
  if not succeeded then
    -- tviz has said on standard error what is wrong.
    local reason = problem.error_code == 1 and "tviz cannot draw this figure" or tostring(problem)
    error(path .. ":" .. line .. ": " .. reason, 0)
  end
  return folder .. "/" .. name
end

-- One sentence in the place of the picture: the first of the picture's own description.
local function alternative_text(svg)
  local text = svg:match("<desc[^>]*>(.-)&#10;") or svg:match("<desc[^>]*>(.-)</desc>")
  return (text:gsub("&lt;", "<"):gsub("&gt;", ">"):gsub("&quot;", '"'):gsub("&amp;", "&"))
end

-- The figure with its caption, if it has one.
local function with_caption(block, content)
  local caption = block.attributes.caption
  local attr = pandoc.Attr(block.identifier)
  if not caption then return block.identifier == "" and content or pandoc.Div({ content }, attr) end
  -- Pandoc 2 has no figures.
  if not pandoc.Figure then return pandoc.Div({ content, pandoc.Para({ pandoc.Str(caption) }) }, attr) end
  return pandoc.Figure({ content }, { pandoc.Plain({ pandoc.Str(caption) }) }, attr)
end

local function CodeBlock(block)
  if not block.classes:includes("tviz") then return nil end
  local formats = is_web and "fragment, svg" or shown .. ", svg"
  local base = draw(block.text, formats, on_paper and "print" or "auto")
  local fragment = is_web and read(base .. ".fragment")
  if fragment then return with_caption(block, pandoc.RawBlock("html", fragment)) end
  local alternative = pandoc.Str(alternative_text(read(base .. ".svg")))
  return with_caption(block, pandoc.Plain({ pandoc.Image({ alternative }, base .. "." .. shown) }))
end

-- Texts of the metadata are YAML again.
local function Meta(meta)
  for key, value in pairs(meta.tviz or {}) do defaults[key] = pandoc.utils.stringify(value) end
end

return { { Meta = Meta }, { CodeBlock = CodeBlock } }
