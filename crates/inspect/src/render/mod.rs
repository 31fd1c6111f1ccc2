//! The report for the terminal.

mod fields;
mod table;

pub(crate) use fields::meaning;

use crate::doubt::delimiter_name;
use crate::{CharsetEvidence, CharsetName, Confidence, Delimited, Fixed, Format, Framing, HexLine, Report};
use table::Facts;
use utsushi_findings::Lang;

impl Report {
    /// The report as text for a terminal: what the file is, why, its fields, and what people have to look at.
    ///
    /// Values are shown as shapes only, but for short codes that many records share.
    pub fn render(&self, lang: Lang) -> String {
        let mut facts = Facts::default();
        facts.add(lang.pick("大きさ", "size"), self.size_text(lang));
        charset(&self.charset, lang, &mut facts);
        framing(&self.framing, lang, &mut facts);
        match &self.format {
            Format::Empty => facts.add(form(lang), lang.pick("空", "empty").into()),
            Format::Unknown => facts.add(form(lang), lang.pick("不明", "unknown").into()),
            Format::Delimited(found) => delimited(found, lang, &mut facts),
            Format::Fixed(found) => fixed(found, lang, &mut facts),
        }
        let mut out = facts.render();
        if !self.fields.is_empty() {
            out.push('\n');
            out.push_str(&fields::render(self, lang));
        }
        if !self.doubts.is_empty() {
            out.push_str(lang.pick("\n確かめてください\n", "\nto be checked\n"));
            for doubt in &self.doubts {
                out.push_str(&format!("  - {}\n", doubt.text(lang)));
            }
        }
        if self.unsure() && !self.hex.is_empty() {
            out.push_str(&hex(&self.hex, lang));
        }
        out
    }

    fn size_text(&self, lang: Lang) -> String {
        let looked_at = self.looked_at;
        match self.size {
            Some(size) if size == looked_at => match lang {
                Lang::Ja => format!("{size} バイト (全部を見ました)"),
                Lang::En => format!("{size} bytes, all of them looked at"),
            },
            Some(size) => match lang {
                Lang::Ja => format!("{size} バイト (うち {looked_at} バイトを見ました)"),
                Lang::En => format!("{size} bytes, {looked_at} of them looked at"),
            },
            None => match lang {
                Lang::Ja => format!("不明 (初めの {looked_at} バイトを見ました)"),
                Lang::En => format!("unknown; the first {looked_at} bytes looked at"),
            },
        }
    }
}

fn form(lang: Lang) -> &'static str {
    lang.pick("形式", "format")
}

/// How sure, in a word.
pub(crate) fn sure(confidence: Confidence, lang: Lang) -> &'static str {
    match confidence {
        Confidence::High => lang.pick("確か", "sure"),
        Confidence::Medium => lang.pick("おそらく", "likely"),
        Confidence::Low => lang.pick("推測", "a guess"),
    }
}

pub(crate) fn percent(share: f64) -> String {
    match share * 100.0 {
        full if full > 99.95 => "100%".to_owned(),
        // Never "100%" or "0%" for what is not quite all or nothing.
        most if most >= 99.0 => format!("{:.1}%", (most * 10.0).floor() / 10.0),
        few if few > 0.0 && few < 1.0 => format!("{:.1}%", (few * 10.0).ceil() / 10.0),
        some => format!("{some:.0}%"),
    }
}

fn charset(found: &CharsetEvidence, lang: Lang, facts: &mut Facts) {
    let bom = if found.bom { lang.pick("、BOM あり", ", with a byte order mark") } else { "" };
    let guess = match found.guess {
        CharsetName::Unknown => lang.pick("不明", "unknown"),
        known => known.name(),
    };
    facts.add(lang.pick("文字コード", "charset"), format!("{guess} ({}{bom})", sure(found.confidence, lang)));
    for candidate in &found.candidates {
        if candidate.valid + candidate.invalid == 0 {
            continue;
        }
        let (name, valid, invalid) = (candidate.charset.name(), candidate.valid, candidate.invalid);
        facts.more(match lang {
            Lang::Ja => format!("{name}: 読める文字 {valid}、読めない列 {invalid}"),
            Lang::En => format!("{name}: {valid} characters, {invalid} bad sequences"),
        });
    }
    if found.guess == CharsetName::Cp932 {
        let cells = &found.cells;
        let codes = cells.codes.iter().map(|code| format!("{code:04X}")).collect::<Vec<_>>().join(" ");
        facts.more(match (cells.differ + cells.jis2004_only, lang) {
            (0, Lang::Ja) => "見た範囲では cp932 でも Shift_JIS-2004 でも同じ文字です".to_owned(),
            (0, Lang::En) => "the same characters in cp932 and Shift_JIS-2004, as far as seen".to_owned(),
            (_, Lang::Ja) => format!(
                "Shift_JIS-2004 と文字が違うコード {} (うち外字領域 {})、Shift_JIS-2004 だけのコード {}: {codes}",
                cells.differ, cells.user_defined, cells.jis2004_only
            ),
            (_, Lang::En) => format!(
                "{} codes are other characters in Shift_JIS-2004 ({} of them user-defined), {} exist only there: {codes}",
                cells.differ, cells.user_defined, cells.jis2004_only
            ),
        });
    }
    if found.half_width_kana > 0 {
        let all =
            found.candidates.iter().find(|candidate| candidate.charset == found.guess).map_or(1, |c| c.valid);
        let share = percent(found.half_width_kana as f64 / all.max(1) as f64);
        facts.more(match lang {
            Lang::Ja => format!("半角カナ {} 字 (ASCII 以外の {share})", found.half_width_kana),
            Lang::En => {
                format!("{} half-width katakana ({share} of what is not ASCII)", found.half_width_kana)
            }
        });
    }
}

fn framing(found: &Framing, lang: Lang, facts: &mut Facts) {
    let kinds = [("CRLF", found.crlf), ("LF", found.lf), ("CR", found.cr)];
    let mut parts: Vec<String> =
        kinds.iter().filter(|(_, count)| *count > 0).map(|(name, count)| format!("{name} {count}")).collect();
    if parts.is_empty() {
        parts.push(lang.pick("なし", "none").to_owned());
    }
    match found.ends_with_line_end {
        Some(false) if found.line_ends() > 0 => {
            parts.push(lang.pick("最後の行にはなし", "none after the last line").to_owned());
        }
        _ => {}
    }
    if found.control_z > 0 {
        parts.push(match lang {
            Lang::Ja => format!("末尾に ^Z (1A) が {} 個", found.control_z),
            Lang::En => format!("{} ^Z (1A) at the end", found.control_z),
        });
    }
    facts.add(lang.pick("改行", "line ends"), parts.join(lang.pick("、", ", ")));
}

fn delimited(found: &Delimited, lang: Lang, facts: &mut Facts) {
    let name = match found.delimiter {
        b',' => lang.pick("カンマ", "comma").to_owned(),
        b'\t' => lang.pick("タブ", "tab").to_owned(),
        other => delimiter_name(other),
    };
    let (columns, records) = (found.columns, found.records);
    facts.add(
        form(lang),
        match lang {
            Lang::Ja => format!("{name}区切り、{columns} 項目"),
            Lang::En => format!("delimited by {name}, {columns} fields"),
        },
    );
    let (even, multiline) = (records - found.uneven, found.multiline);
    facts.more(match lang {
        Lang::Ja => format!("見たレコード {records} 件のうち {even} 件がこの項目数"),
        Lang::En => format!("{even} of the {records} records looked at have as many"),
    });
    let quoting = match (found.quoting, found.quoted_fields) {
        (_, 0) => lang.pick("見当たりません", "none seen").to_owned(),
        (quoting, fields) => match lang {
            Lang::Ja => format!("{} ({fields} 項目)", quoting.name()),
            Lang::En => format!("{} ({fields} fields)", quoting.name()),
        },
    };
    facts.add(lang.pick("引用符", "quotes"), quoting);
    if multiline > 0 {
        facts.more(match lang {
            Lang::Ja => format!("値の中に改行のあるレコード {multiline} 件"),
            Lang::En => format!("{multiline} records with line ends inside values"),
        });
    }
    let header = &found.header;
    let (lines, sure) = (header.lines, sure(header.confidence, lang));
    facts.add(
        lang.pick("見出し", "header"),
        match (lines, lang) {
            (0, Lang::Ja) => format!("なし ({sure})"),
            (0, Lang::En) => format!("none ({sure})"),
            (_, Lang::Ja) => format!("{lines} 行 ({sure})"),
            (_, Lang::En) => format!("{lines} ({sure})"),
        },
    );
}

fn fixed(found: &Fixed, lang: Lang, facts: &mut Facts) {
    let length = &found.length;
    let (bytes, sure) = (length.bytes, sure(length.confidence, lang));
    let share = percent(length.share);
    facts.add(
        form(lang),
        match lang {
            Lang::Ja => format!("固定長、1レコード {bytes} バイト ({sure})"),
            Lang::En => format!("fixed width, {bytes} bytes a record ({sure})"),
        },
    );
    facts.more(match (found.line_end, lang) {
        ("none", Lang::Ja) => format!("改行なし。文字種の変わり目の {share} がこの長さで繰り返す"),
        ("none", Lang::En) => format!("no line ends; {share} of the changes of form repeat after so many"),
        (_, Lang::Ja) => format!("改行あり。{share} の行がこの長さ"),
        (_, Lang::En) => format!("with line ends; {share} of the lines are as long"),
    });
    if let Some(remainder) = length.remainder {
        facts.more(match (remainder, lang) {
            (0, Lang::Ja) => "ファイルの大きさはレコード長で割り切れる".to_owned(),
            (0, Lang::En) => "the file is a whole number of records".to_owned(),
            (n, Lang::Ja) => format!("ファイルの大きさを割ると {n} バイト余る"),
            (n, Lang::En) => format!("{n} bytes are left over"),
        });
    }
    let (records, header, trailer) = (found.records, found.ends.header, found.ends.trailer);
    facts.add(
        lang.pick("レコード", "records"),
        match lang {
            Lang::Ja => {
                format!("データ {records} 件、ヘッダー {header} 件、トレーラー {trailer} 件 (見た範囲)")
            }
            Lang::En => {
                format!("{records} with data, {header} header, {trailer} trailer, of those looked at")
            }
        },
    );
    if let Some(count) = found.ends.count {
        let (from, to) = (count.at + 1, count.at + count.bytes);
        facts.more(match lang {
            Lang::Ja => format!("トレーラーの {from}〜{to} バイト目が件数と一致"),
            Lang::En => format!("bytes {from} to {to} of the trailer are the number of records"),
        });
    }
}

fn hex(lines: &[HexLine], lang: Lang) -> String {
    let mut out = lang.pick("\nバイト (値は種類だけ)\n", "\nbytes (values by class only)\n").to_owned();
    let mut next = 0;
    for line in lines {
        if line.offset != next {
            out.push_str("  …\n");
        }
        next = line.offset + line.cells.len() as u64;
        out.push_str(&format!("  {:08X}  {}\n", line.offset, line.cells.join(" ")));
    }
    out.push_str(&format!("  {}\n", lang.pick(HexLine::LEGEND.0, HexLine::LEGEND.1)));
    out
}
