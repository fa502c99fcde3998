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
local settings = "metadata `tviz`"

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

-- The lines of a text, without the spaces around them.
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

-- The options without `formats`, which chooses between the forms that a web page can show. Its line stays,
-- empty, so that the lines below keep their numbers.
local function without_formats(text, path, line_above)
  local top = text:match("^%s*\n( *)%S") or text:match("^ *")
  local lines, place = {}, nil
  for line in (text .. "\n"):gmatch("(.-)\n") do
    -- A deeper line or an entry of a list goes on with the value.
    local goes_on = line:match("^" .. top .. "%s+[^%s#]") or line:match("^%s*%- ")
    if place and goes_on then
      error(place .. ": 'formats' has more than one line (write it in one, such as formats: [svg])", 0)
    end
    local value = line:match("^" .. top .. "formats:(.*)")
    lines[#lines + 1] = value and "" or line
    if value or line:match("^%s*[^%s#]") then place = value and path .. ":" .. line_above + #lines end
  end
  return table.concat(lines, "\n")
end

-- What tviz says of a figure whose defaults are in a line of the manifest, in the words of a user, who
-- has no manifest.
local function messages_of(output, kind, place, defaults_place)
  local messages = {}
  for message in output:gmatch("tviz: " .. kind .. ": ([^\n]*)") do
    message = message:gsub("tviz%-%x+: ", "", 1)
    if message:sub(1, #defaults_place) == defaults_place then
      message = settings .. message:sub(#defaults_place):gsub("^:%d+", "")
    elseif kind == "warning" or not message:match("^[^:]+:%d+:") then
      message = place .. ": " .. message
    end
    messages[#messages + 1] = message
  end
  return messages
end

-- Runs tviz and returns whether it could draw, and what it wrote, which pandoc would not tell.
local function run(arguments, manifest)
  local command = { "-c", 'exec tviz "$@" 2>&1', "tviz", table.unpack(arguments) }
  local succeeded, result = pcall(pandoc.pipe, "sh", command, manifest)
  if succeeded then return true, result end
  return false, result.output or tostring(result)
end

-- Draws a figure through a manifest, in which each option is in the line that it has in the document,
-- so that errors need no translation. Returns what its files are called, without the extension, and the
-- place of the block.
local function draw(text, formats, theme)
  local path, line = place_of(text)
  local place = path .. ":" .. line
  if not is_web then text = without_formats(text, path, line) end
  local look = defaults_with(formats, theme)
  local name = "tviz-" .. pandoc.utils.sha1(path .. "\n" .. text .. "\n" .. look):sub(1, 12)
  local options = text:gsub("^(%s*)([^%s:]+)%s*$", "%1model: %2"):gsub("\n", "\n  ")
  local manifest = ("\n"):rep(line - 1) .. "figures:\n- " .. options .. "\n  name: " .. name
    .. "\nschema: 1\ndefaults: " .. look .. "\n"
  local defaults_place = path .. ":" .. select(2, manifest:gsub("\n", "")) .. ":"
  local succeeded, output = run({ "batch", "-", "--stdin-path", path, "-o", folder }, manifest)
  if not succeeded then
    local problems = messages_of(output, "error", place, defaults_place)
    error(problems[1] and table.concat(problems, "\n") or place .. ": " .. output, 0)
  end
  for _, warning in ipairs(messages_of(output, "warning", place, defaults_place)) do
    io.stderr:write("tviz: warning: ", warning, "\n")
  end
  return folder .. "/" .. name, place
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
  local base, place = draw(block.text, formats, on_paper and "print" or "auto")
  local fragment = is_web and read(base .. ".fragment")
  if fragment then return with_caption(block, pandoc.RawBlock("html", fragment)) end
  local svg = read(base .. ".svg")
  if not svg or not read(base .. "." .. shown) then
    local wanted = is_web and "fragment or svg" or shown == "svg" and "svg" or shown .. " and svg"
    error(place .. ": the document needs " .. wanted .. ", which the figure does not have "
      .. "(change the option 'formats')", 0)
  end
  local alternative = pandoc.Str(alternative_text(svg))
  return with_caption(block, pandoc.Plain({ pandoc.Image({ alternative }, base .. "." .. shown) }))
end

-- A text of the metadata as its author wrote it: pandoc reads quotes, apostrophes, and stars as Markdown.
local function text_of(inlines)
  local function between(sign, content)
    return pandoc.List({ pandoc.Str(sign) }) .. content .. { pandoc.Str(sign) }
  end
  local source = pandoc.walk_block(pandoc.Plain(inlines), {
    Quoted = function(it) return between(it.quotetype == "DoubleQuote" and '"' or "'", it.content) end,
    Emph = function(it) return between("*", it.content) end,
    Str = function(it) return pandoc.Str((it.text:gsub("\u{2019}", "'"))) end,
  })
  return pandoc.utils.stringify(source)
end

-- A value of the metadata in JSON, which is YAML.
local function json(value)
  local kind = pandoc.utils.type(value)
  if kind == "boolean" then return tostring(value) end
  local words = {}
  if kind == "List" then
    for _, each in ipairs(value) do words[#words + 1] = json(each) end
    return "[" .. table.concat(words, ", ") .. "]"
  elseif kind == "table" then
    for key, each in pairs(value) do words[#words + 1] = json(key) .. ": " .. json(each) end
    table.sort(words)
    return "{" .. table.concat(words, ", ") .. "}"
  end
  local text = kind == "Inlines" and text_of(value) or pandoc.utils.stringify(value)
  return tonumber(text) and text or '"' .. text:gsub('[\\"]', "\\%0") .. '"'
end

local function Meta(meta)
  for key, value in pairs(meta.tviz or {}) do defaults[key] = json(value) end
end

return { { Meta = Meta }, { CodeBlock = CodeBlock } }
