//! `utsushi gaiji census`, `worksheet`, `check`.

use crate::args::{Common, Gaiji, GaijiCensus, GaijiCheck, GaijiOf, GaijiWork, GaijiWorksheet};
use crate::convert::{cancel_on_ctrl_c, pool};
use crate::{Exit, say};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use utsushi_findings::{Lang, Problem, Problems, problem};
use utsushi_mapping::{GAIJI_COLUMNS, GaijiCells, GaijiFile};
use utsushi_pipeline::{Census, CensusEntry, CensusKind, Options, Project, census};
use utsushi_report::{Drawing, WorksheetLine, draw_from_font, read_xlsx, worksheet_html, worksheet_xlsx};
use utsushi_store::{replace_file, write_file};
use utsushi_text::gaiji::{GaijiStatus, candidates, parse_vendor_code, vendor_code};

pub(crate) fn run(arguments: &Gaiji, common: &Common, lang: Lang) -> Exit {
    let done = match &arguments.work {
        GaijiWork::Census(arguments) => count(arguments, common, lang),
        GaijiWork::Worksheet(arguments) => match &arguments.read {
            Some(file) => read_back(&arguments.of, file, lang),
            None => worksheet(arguments, common, lang),
        },
        GaijiWork::Check(arguments) => check(arguments, common, lang),
    };
    done.unwrap_or_else(|problems| {
        say::problems(&problems, lang);
        Exit::CouldNotRun
    })
}

fn take(of: &GaijiOf, common: &Common) -> Result<(Project, Census), Problems> {
    let project = Project::load(&of.project, &of.reads.library(), &of.job)?;
    let memory = of.reads.memory()?;
    let cancelled = cancel_on_ctrl_c();
    let options = Options {
        out: Default::default(),
        overwrite: false,
        check_only: true,
        resume: false,
        memory,
        cancelled: &cancelled,
        reports: &|_, _| Ok(Vec::new()),
        disk_limit: None,
    };
    let found = pool(common)?.install(|| census(&project, &options))?;
    Ok((project, found))
}

fn code_points(text: &str) -> String {
    text.chars().map(|c| format!("U+{:04X}", c as u32)).collect::<Vec<_>>().join(" ")
}

/// The code that people know it by, as far as it is a gaiji.
fn code(entry: &CensusEntry) -> String {
    match (entry.kind, entry.text.chars().next()) {
        (CensusKind::Gaiji(_), Some(c)) => vendor_code(c),
        _ => String::new(),
    }
}

fn items(entry: &CensusEntry) -> String {
    let items = entry.items.iter().map(|((file, item), count)| format!("{file}.{item}={count}"));
    items.collect::<Vec<_>>().join(" ")
}

fn count(arguments: &GaijiCensus, common: &Common, lang: Lang) -> Result<Exit, Problems> {
    let (project, census) = take(&arguments.of, common)?;
    if let Some(path) = &arguments.out {
        let extension = path.extension().and_then(|e| e.to_str()).unwrap_or("");
        let text = match extension {
            "csv" => to_csv(&census),
            "json" => to_json(&census, project.characters.carrier.repertoire.name()),
            _ => {
                return Err(problem!("--out は .csv か .json です", "--out must end in .csv or .json")
                    .at(path)
                    .into());
            }
        };
        write_file(path, text.as_bytes(), arguments.overwrite)?;
    }
    if !common.quiet {
        let (kinds, total) = (census.entries.len(), census.entries.values().map(|e| e.count).sum::<u64>());
        let records = census.records;
        let mut text = String::new();
        let _ = writeln!(
            text,
            "{}",
            lang.pick(
                &format!(
                    "{records} 件のレコードに、外字や移行先で使えない文字が {kinds} 種、{total} 回あります"
                ),
                &format!(
                    "{records} records: {kinds} gaiji and characters outside the repertoire, {total} times"
                ),
            )
        );
        for entry in census.entries.values() {
            let place = entry.first.first().map(|p| format!("{}:{}", p.input, p.line)).unwrap_or_default();
            let _ = writeln!(
                text,
                "  {:<18} {:<5} {:<22} {:>8} {:>8}  {}  {place}",
                code_points(&entry.text),
                code(entry),
                entry.kind.name(),
                entry.count,
                entry.records,
                items(entry),
            );
        }
        say::out(text);
    }
    Ok(if census.entries.is_empty() { Exit::Yes } else { Exit::No })
}

fn to_csv(census: &Census) -> String {
    let mut text =
        String::from("\u{feff}characters,code,kind,count,records,items,job,input,record,line,offset\r\n");
    for entry in census.entries.values() {
        let _ = write!(text, "{},{},{},", code_points(&entry.text), code(entry), entry.kind.name());
        let _ = write!(text, "{},{},{}", entry.count, entry.records, items(entry));
        match entry.first.first() {
            Some(p) => {
                let input = p.input.replace('"', "\"\"");
                let _ = writeln!(text, ",{},\"{input}\",{},{},{}\r", p.job, p.record, p.line, p.offset);
            }
            None => text.push_str(",,,,,\r\n"),
        }
    }
    text
}

fn to_json(census: &Census, repertoire: &str) -> String {
    let entries: Vec<serde_json::Value> = census
        .entries
        .values()
        .map(|entry| {
            let items: BTreeMap<String, u64> =
                entry.items.iter().map(|((file, item), count)| (format!("{file}.{item}"), *count)).collect();
            let first: Vec<_> = entry
                .first
                .iter()
                .map(|p| serde_json::json!({"job": p.job, "input": p.input, "record": p.record, "line": p.line, "offset": p.offset}))
                .collect();
            serde_json::json!({
                "characters": code_points(&entry.text), "code": code(entry), "kind": entry.kind.name(),
                "count": entry.count, "records": entry.records, "items": items, "first": first,
            })
        })
        .collect();
    let whole =
        serde_json::json!({"repertoire": repertoire, "records": census.records, "characters": entries});
    serde_json::to_string_pretty(&whole).unwrap_or_default() + "\n"
}

/// The gaiji of the data, and what the vendor's font has for them.
fn drawn(census: &Census, font: &Path) -> Result<BTreeMap<char, Drawing>, Problem> {
    let gaiji = census.entries.values().filter(|entry| matches!(entry.kind, CensusKind::Gaiji(_)));
    let characters: Vec<char> = gaiji.filter_map(|entry| entry.text.chars().next()).collect();
    draw_from_font(font, &characters)
}

fn worksheet(arguments: &GaijiWorksheet, common: &Common, printed: Lang) -> Result<Exit, Problems> {
    let Some(path) = &arguments.out else { return Ok(Exit::CouldNotRun) };
    let (project, census) = take(&arguments.of, common)?;
    let lang = project.lang;
    let columns = GAIJI_COLUMNS.map(|(en, ja)| lang.pick(ja, en));
    let page = path.extension().is_some_and(|extension| extension == "html");
    let mut drawn = match &arguments.font {
        Some(font) if page => Some(drawn(&census, font)?),
        _ => None,
    };
    let mut lines = Vec::new();
    for entry in census.entries.values() {
        let (CensusKind::Gaiji(_), Some(private)) = (entry.kind, entry.text.chars().next()) else { continue };
        let known = project.characters.gaiji.as_ref().and_then(|(_, file)| file.cells(private));
        let mut cells: GaijiCells = known.cloned().unwrap_or_default();
        cells[0] = vendor_code(private);
        let contexts: Vec<(String, String)> =
            entry.contexts.iter().map(|c| (c.value.clone(), c.kana.clone())).collect();
        let found = candidates(&entry.text, &contexts, cells[9].parse().ok(), cells[8].chars().next(), 20);
        let why = |one: &utsushi_text::gaiji::Candidate| {
            let reading = one.reading.clone().unwrap_or_default();
            let relation = one.relation.map_or("", |relation| relation.name());
            format!("{} {reading} {relation}", one.glyph.strokes())
        };
        lines.push(WorksheetLine {
            cells: cells.to_vec(),
            count: entry.count,
            records: entry.records,
            candidates: found
                .iter()
                .map(|one| (one.glyph.to_string(), one.glyph.spelling().unwrap_or_default(), why(one)))
                .collect(),
            contexts,
            drawing: drawn.as_mut().and_then(|drawn| drawn.remove(&private)),
        });
    }
    let bytes = match path.extension().and_then(|e| e.to_str()) {
        Some("html") => worksheet_html(&lines, &columns, lang).into_bytes(),
        Some("xlsx") => worksheet_xlsx(&lines, &columns, lang).map_err(|error| {
            problem!("作業票を作れません ({error})", "cannot make the worksheet ({error})")
        })?,
        _ => {
            return Err(problem!("--out は .xlsx か .html です", "--out must end in .xlsx or .html")
                .at(path)
                .into());
        }
    };
    write_file(path, &bytes, arguments.overwrite)?;
    if let (Some(font), false) = (&arguments.font, common.quiet) {
        say::out(about_font(font, page, &lines, printed));
    }
    Ok(Exit::Yes)
}

/// What came of the font, as one line to print.
fn about_font(font: &Path, page: bool, lines: &[WorksheetLine], lang: Lang) -> String {
    if !page {
        return lang
            .pick(
                "注意: --font は .html の作業票だけで使います。.xlsx には字形を載せません\n",
                "note: --font is for the .html worksheet; the .xlsx shows no glyphs\n",
            )
            .to_owned();
    }
    let count = |what: &Drawing| lines.iter().filter(|line| line.drawing.as_ref() == Some(what)).count();
    let (all, none, complex, font) =
        (lines.len(), count(&Drawing::None), count(&Drawing::TooComplex), font.display());
    let mut said = lang
        .pick(
            &format!("外字 {all} 種のうち {none} 種の字形が {font} にありません"),
            &format!("{all} gaiji, {none} of them without a glyph in {font}"),
        )
        .to_owned();
    if complex > 0 {
        said += lang.pick(
            &format!("。{complex} 種は複雑すぎて描けません"),
            &format!("; {complex} too complex to draw"),
        );
    }
    said + "\n"
}

fn read_back(of: &GaijiOf, file: &Path, lang: Lang) -> Result<Exit, Problems> {
    let project = Project::load(&of.project, &of.reads.library(), &of.job)?;
    let Some((path, table)) = &project.characters.gaiji else {
        return Err(problem!("プロジェクトに外字表がありません", "the project has no gaiji table")
            .help(
                "見出しだけの外字表を作り、[characters] gaiji に指定してください",
                "make a table with only its header line, and name it with [characters] gaiji",
            )
            .into());
    };
    let bytes = std::fs::read(file).map_err(|error| Problem::io(file, &error))?;
    let rows = match file.extension().and_then(|e| e.to_str()) {
        Some("xlsx") => read_xlsx(&bytes).map_err(|error| {
            problem!("作業票として読めません ({error})", "cannot be read as a worksheet ({error})").at(file)
        })?,
        _ => {
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .from_reader(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes));
            let rows: Result<Vec<Vec<String>>, csv::Error> =
                reader.records().map(|row| row.map(|row| row.iter().map(str::to_owned).collect())).collect();
            rows.map_err(|error| {
                problem!("CSV (UTF-8) として読めません: {error}", "cannot be read as CSV in UTF-8: {error}")
                    .at(file)
            })?
        }
    };
    let updated = updated(table, &rows).map_err(|problems| problems.at(file))?;
    // The table as it would be is read like any table: nothing is written unless all of it is right.
    GaijiFile::from_csv(path, updated.0.as_bytes(), project.characters.gj.as_deref())?;
    let kept = replace_file(path, updated.0.as_bytes())?;
    let (count, kept) = (updated.1, kept.display());
    say::out(lang.pick(
        &format!("外字表に {count} 行を書きました。前の表は {kept} にあります\n"),
        &format!("{count} rows went into the gaiji table; the one before is {kept}\n"),
    ));
    Ok(Exit::Yes)
}

/// The table with the rows of a worksheet, and how many these are.
fn updated(table: &GaijiFile, rows: &[Vec<String>]) -> Result<(String, usize), Problems> {
    let mut problems = Problems::default();
    let header = rows.first().map(Vec::as_slice).unwrap_or_default();
    let places = GAIJI_COLUMNS.map(|(en, ja)| header.iter().position(|name| name == en || name == ja));
    if places[0].is_none() {
        let said = problem!("列「外字コード」(code) がありません", "the column code (外字コード) is missing");
        return Err(said.line(1, None).into());
    }
    let mut changed: BTreeMap<char, GaijiCells> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate().skip(1) {
        let mut cells: GaijiCells = places.map(|place| {
            place.and_then(|place| row.get(place)).map(|cell| cell.trim().to_owned()).unwrap_or_default()
        });
        if cells.iter().all(String::is_empty) {
            continue;
        }
        let line = at as u64 + 1;
        let Some(private) = parse_vendor_code(&cells[0]) else {
            let code = &cells[0];
            problems.push(
                problem!("「{code}」は外字コードではありません", "\"{code}\" is no code of a gaiji")
                    .line(line, None),
            );
            continue;
        };
        if cells[1].is_empty() {
            // A glyph was filled in, or nothing was.
            let identified = cells[2..9].iter().any(|cell| !cell.is_empty());
            let status = if identified { GaijiStatus::Identified } else { GaijiStatus::Pending };
            cells[1] = status.name().to_owned();
        }
        if changed.insert(private, cells).is_some() {
            let code = vendor_code(private);
            problems.push(
                problem!("外字 {code} が二度あります", "the gaiji {code} stands twice").line(line, None),
            );
        }
    }
    problems.finish()?;
    Ok((table.with(&changed), changed.len()))
}

fn check(arguments: &GaijiCheck, common: &Common, lang: Lang) -> Result<Exit, Problems> {
    let (_, census) = take(&arguments.of, common)?;
    let drawn = arguments.font.as_ref().map(|font| drawn(&census, font)).transpose()?.unwrap_or_default();
    let mut text = String::new();
    let mut missing = 0_u64;
    for entry in census.entries.values() {
        let CensusKind::Gaiji(status) = entry.kind else { continue };
        let glyph =
            census.listed.as_ref().is_none_or(|listed| entry.text.chars().all(|c| listed.contains(&c)));
        let mut said = Vec::new();
        said.extend(match status.map(|status| status.get()) {
            None => Some(lang.pick("外字表にありません", "is not in the gaiji table")),
            Some(GaijiStatus::Pending) => Some(lang.pick("同定待ちです", "is pending")),
            Some(GaijiStatus::Rejected) => Some(lang.pick("同定不能とされています", "is marked as rejected")),
            Some(GaijiStatus::Identified) => None,
        });
        // Whoever is to identify it needs the glyph most.
        said.extend(
            (!glyph).then(|| lang.pick("外字一覧に字形がありません", "has no glyph in the 外字一覧")),
        );
        let private = entry.text.chars().next();
        said.extend(match private.and_then(|private| drawn.get(&private)) {
            Some(Drawing::None) => Some(lang.pick("フォントに字形がありません", "has no glyph in the font")),
            Some(Drawing::TooComplex) => Some(lang.pick(
                "フォントの字形が複雑すぎて描けません",
                "has a glyph in the font that is too complex to draw",
            )),
            Some(Drawing::Glyph { .. }) | None => None,
        });
        if said.is_empty() {
            continue;
        }
        missing += 1;
        let (code, count) = (code(entry), entry.count);
        let said = said.join(lang.pick("。", "; "));
        let _ = writeln!(text, "  {code} ({count}): {said}");
    }
    let line = match missing {
        0 => lang
            .pick("外字表はこのデータに足りています\n", "the gaiji table is complete for this data\n")
            .to_owned(),
        some => lang
            .pick(&format!("{some} 種の外字に確認が必要です\n"), &format!("{some} gaiji need attention\n"))
            .to_owned(),
    };
    if !common.quiet {
        say::out(format!("{line}{text}"));
    }
    Ok(if missing == 0 { Exit::Yes } else { Exit::No })
}
