//! A source definition to start from.

use crate::doubt::delimiter_name;
use crate::render::meaning;
use crate::{CharsetName, Confidence, Delimited, Doubt, Field, Fixed, Format, Report};
use std::collections::HashSet;
use std::fmt::Write;
use utsushi_findings::Lang;
use utsushi_text::Charset;

impl Report {
    /// A source definition to start from, with notes in Japanese. It can be read as it is, whatever the file is, and holds no
    /// value of any record.
    pub fn source_toml(&self) -> String {
        let mut out = String::from(
            "# utsushi inspect の推定から作った下書きです。業者の仕様書と突き合わせてください。\n",
        );
        for doubt in &self.doubts {
            line(&mut out, format_args!("# 要確認: {}", doubt.text(Lang::Ja)));
        }
        out.push('\n');
        match &self.format {
            Format::Delimited(found) => self.csv(found, &mut out),
            Format::Fixed(found) => self.fixed(found, &mut out),
            Format::Empty | Format::Unknown => {
                self.begin("csv", &mut out);
                out.push_str("fields = [\"項目1\"]\n");
            }
        }
        out
    }

    fn begin(&self, format: &str, out: &mut String) {
        let foreign = self.doubts.iter().any(|doubt| matches!(doubt, Doubt::ForeignCharset(_)));
        let charset = match self.charset.guess {
            CharsetName::Ascii | CharsetName::Unknown | CharsetName::Ebcdic => "cp932",
            _ if foreign => "utf-8",
            known if Charset::from_name(known.name()).is_some() => known.name(),
            _ => "utf-8",
        };
        line(out, format_args!("format = \"{format}\""));
        if foreign {
            line(out, format_args!("# 元は {}。変換した後の文字コード", self.charset.guess.name()));
        }
        line(out, format_args!("charset = \"{charset}\""));
    }

    fn csv(&self, found: &Delimited, out: &mut String) {
        self.begin("csv", out);
        if found.delimiter != b',' {
            line(out, format_args!("delimiter = {}", quoted(&delimiter_name(found.delimiter))));
        }
        line(out, format_args!("quote = \"{}\"", found.quoting.name()));
        let line_end = match self.framing.name() {
            "none" => "auto",
            // Line ends inside values may be others.
            _ if self.framing.mixed() => "auto",
            known => known,
        };
        line(out, format_args!("line_end = \"{line_end}\""));
        line(out, format_args!("header = {}", found.header.lines));
        if found.header.lines > 0 {
            let names = if found.header.names_are_unique() { "match" } else { "ignore" };
            line(out, format_args!("header_names = \"{names}\""));
        }
        if found.multiline > 0 {
            out.push_str("multiline = true\n");
        }
        out.push_str("\nfields = [\n");
        for (name, field) in names(&self.fields).into_iter().zip(&self.fields) {
            match note(field) {
                note if note.is_empty() => line(out, format_args!("  {},", quoted(&name))),
                note => {
                    line(out, format_args!("  {{ name = {}, note = {} }},", quoted(&name), quoted(&note)))
                }
            }
        }
        out.push_str("]\n");
    }

    fn fixed(&self, found: &Fixed, out: &mut String) {
        self.begin("fixed", out);
        line(out, format_args!("record_length = {}", found.length.bytes));
        line(out, format_args!("line_end = \"{}\"", found.line_end));
        let mark = found.ends.mark.as_ref().filter(|mark| !mark.trailer.is_empty());
        let mark_tells_header = mark.is_some_and(|mark| !mark.header.is_empty());
        if found.ends.header > 0 && !mark_tells_header {
            line(out, format_args!("header = {}", found.ends.header));
        }
        match mark {
            Some(mark) => {
                let counting = found.ends.count.map_or(0, |count| count.record);
                let trailers = mark.trailer.iter().enumerate();
                let trailers =
                    trailers.map(|(nth, byte)| (byte, if nth == counting { "trailer" } else { "skip" }));
                let kinds = mark.header.iter().map(|byte| (byte, "header")).chain([(&mark.data, "データ")]);
                let values: Vec<String> = kinds
                    .chain(trailers)
                    .map(|(byte, role)| format!("{} = \"{role}\"", quoted(&char::from(*byte).to_string())))
                    .collect();
                line(out, format_args!("\n[record_type]\nat = {}\nbytes = 1", mark.at + 1));
                line(out, format_args!("values = {{ {} }}", values.join(", ")));
                if let Some(count) = found.ends.count {
                    let (at, bytes) = (count.at + 1, count.bytes);
                    line(out, format_args!("\n[trailer]\ncount_at = {at}\ncount_bytes = {bytes}"));
                }
            }
            _ if found.ends.trailer > 0 => {
                out.push_str("# 要確認: 最後のレコードは件数などのトレーラーのようですが、種別を表す文字が見つかりません\n");
            }
            _ => {}
        }
        for (name, field) in names(&self.fields).into_iter().zip(&self.fields) {
            let (at, bytes) = field.place.unwrap_or_default();
            line(out, format_args!("\n[[field]]\nname = {}", quoted(&name)));
            let note = note(field);
            if !note.is_empty() {
                line(out, format_args!("note = {}", quoted(&note)));
            }
            line(out, format_args!("at = {}\nbytes = {bytes}", at + 1));
            if field.kind != "text" {
                line(out, format_args!("kind = \"{}\"", field.kind));
            }
        }
    }
}

/// What a person filling in the definition wants to know of a field.
fn note(field: &Field) -> String {
    match field.guesses.first() {
        Some(guess) if guess.confidence > Confidence::Low => meaning(guess, field, Lang::Ja),
        Some(guess) if !field.named => format!("{}?", meaning(guess, field, Lang::Ja)),
        _ => String::new(),
    }
}

/// The fields' names, each once.
fn names(fields: &[Field]) -> Vec<String> {
    let mut seen = HashSet::new();
    let given: HashSet<&str> = fields.iter().map(|field| &field.name[..]).collect();
    fields
        .iter()
        .map(|field| {
            let mut name = field.name.clone();
            let mut nth = 2;
            while !seen.insert(name.clone()) {
                name = format!("{}_{nth}", field.name);
                // One that the file itself uses further on stays free for it.
                while given.contains(&name[..]) {
                    nth += 1;
                    name = format!("{}_{nth}", field.name);
                }
                nth += 1;
            }
            name
        })
        .collect()
}

fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

fn line(out: &mut String, text: std::fmt::Arguments) {
    // A String takes everything.
    let _ = writeln!(out, "{text}");
}
