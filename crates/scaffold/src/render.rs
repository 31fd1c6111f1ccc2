//! The mapping as a file.

use crate::codes::{CodeGuess, Codes};
use crate::names::Why;
use crate::{Pair, Scaffold, Sure};
use std::fmt::Write;
use utsushi_layout::{Item, ItemType};

impl Scaffold<'_> {
    /// A mapping that can be loaded as it is: what is open stands in it as comments, and a key item that is open as a
    /// blank, so that every record is rejected until somebody decides. `source` is what to call the source definition.
    pub fn to_toml(&self, source: &str) -> String {
        let mut out = String::new();
        self.head(source, &mut out);
        out.push_str("\n[item]\n");
        for pair in &self.pairs {
            self.line(pair, &mut out);
        }
        self.open_items(&mut out);
        self.tables(&mut out);
        self.unused_fields(&mut out);
        out
    }

    fn head(&self, source: &str, out: &mut String) {
        let (id, name, source) = (self.layout.id(), &self.layout.name, comment(source));
        let all = self.layout.items.len();
        let of = |sure| self.pairs.iter().filter(|pair| pair.sure() == sure).count();
        let (sure, likely, doubtful) = (of(Sure::Sure), of(Sure::Likely), of(Sure::Doubtful));
        let (open, needed) = (self.open.len(), self.needed_open());
        let found = self.pairs.len();
        line(
            out,
            self.lang.pick(
                &format!("# {id} {name} ← {source}。utsushi map scaffold の下書き。業者の仕様書と突き合わせてください"),
                &format!("# {id} {name} from {source}: a draft by utsushi map scaffold; compare it with the vendor's document"),
            ),
        );
        line(
            out,
            self.lang.pick(
                &format!(
                    "# {all} 項目のうち {found} に対応を付けた (確か {sure}、おそらく {likely}、要確認 {doubtful})。TODO {open} (うちキー・必須 {needed})"
                ),
                &format!(
                    "# {found} of {all} items have a field ({sure} sure, {likely} likely, {doubtful} doubtful); {open} TODO, {needed} of them keys or required"
                ),
            ),
        );
        let seen = match self.profiles {
            None => self
                .lang
                .pick(
                    "# 内容は見ていない (--sample FILE で業者のファイルを見せると、内容からも判断する)",
                    "# names only: with --sample FILE the content is looked at, too",
                )
                .to_owned(),
            Some(profiles) => {
                let (records, broken) = (profiles.records, profiles.broken);
                self.lang
                    .pick(
                        &format!("# 内容は {records} レコードを見た (切れなかったもの {broken})"),
                        &format!("# content of {records} records ({broken} could not be cut)"),
                    )
                    .to_owned()
            }
        };
        line(out, &seen);
        if let Some(record) = self.record {
            let name = comment(&self.source.record_types()[record]);
            line(
                out,
                self.lang.pick(
                    &format!("# TODO job.target に record = '{name}' を書く (違うときは --record で選ぶ)"),
                    &format!("# TODO job.target needs record = '{name}' (choose another with --record)"),
                ),
            );
        }
        if let Some(each) = self.each {
            let name = comment(&self.source.groups()[each].name);
            line(
                out,
                self.lang.pick(
                    &format!("# TODO job.target に each = '{name}' を書く (違うときは --each で選ぶ)"),
                    &format!("# TODO job.target needs each = '{name}' (choose another with --each)"),
                ),
            );
        }
    }

    fn line(&self, pair: &Pair, out: &mut String) {
        let item = quoted(&self.layout.items[pair.item].name);
        let from = quoted(&self.source.fields[pair.field].name);
        let steps = match pair.steps.steps.is_empty() {
            true => String::new(),
            false => format!(", steps = [{}]", pair.steps.steps.join(", ")),
        };
        let note = quoted(&self.note(pair));
        let _ = writeln!(out, "{item} = {{ from = {from}{steps}, note = {note} }}");
    }

    fn note(&self, pair: &Pair) -> String {
        let sure = match pair.sure() {
            Sure::Sure => self.lang.pick("確か", "sure"),
            Sure::Likely => self.lang.pick("おそらく", "likely"),
            Sure::Doubtful => self.lang.pick("要確認", "check"),
        };
        let mut parts = vec![format!("{sure} {:.2}: {}", pair.score, pair.why.text(self.lang))];
        let content = self.profiles.and_then(|profiles| profiles.content(self.record, pair.field));
        if let Some(content) = content {
            let field = &content.field;
            let filled = (field.fill_rate() * 1000.0).round() / 10.0;
            let mut text = format!("{} {filled}%", self.lang.pick("充足率", "filled"));
            if field.filled > 0 {
                let distinct = field.distinct;
                let _ = write!(
                    text,
                    "{}",
                    self.lang.pick(&format!("、{distinct} 種"), &format!(", {distinct} values"))
                );
                if let (Some(words), false) = (field.in_words(self.lang), matches!(pair.why, Why::Content(_)))
                {
                    let _ = write!(text, "{}{words}", self.lang.pick("、", ", "));
                }
            }
            parts.push(text);
        }
        if pair.against {
            parts.push(
                self.lang
                    .pick("TODO 内容がこの項目らしくない", "TODO the content speaks against it")
                    .to_owned(),
            );
        }
        parts.extend(pair.steps.remarks.iter().cloned());
        if let Some((Codes::Hidden, table)) = &pair.codes {
            parts.push(
                self.lang.pick(&format!("TODO [code.{table}]"), &format!("TODO [code.{table}]")).to_owned(),
            );
        }
        if self.pairs.iter().filter(|other| other.field == pair.field).count() > 1 {
            parts.push(self.lang.pick("ほかの項目にも使う", "feeds others, too").to_owned());
        }
        parts.join(self.lang.pick("。", "; "))
    }

    fn open_items(&self, out: &mut String) {
        if self.open.is_empty() {
            return;
        }
        out.push('\n');
        line(
            out,
            self.lang.pick(
                "# ---- TODO: 対応の見つからない項目 (キー、必須、その他の順) ----",
                "# ---- TODO: items without a field (keys, required ones, others) ----",
            ),
        );
        for (index, nearest) in &self.open {
            let item = &self.layout.items[*index];
            let name = quoted(&item.name);
            let steps = if item.kind == ItemType::Date { "wareki" } else { "trim" };
            let mut what = self.kind(item);
            if let Some((field, score)) = nearest {
                let field = comment(&self.source.fields[*field].name);
                let _ = write!(
                    what,
                    "{}",
                    self.lang.pick(
                        &format!("。最も近いのは {field} ({score:.2})"),
                        &format!("; nearest is {field} ({score:.2})")
                    )
                );
            }
            let _ = match item.key {
                // A mapping without a key cannot be loaded; a blank key rejects the record, which is never silent.
                true => writeln!(
                    out,
                    "{name} = {{ constant = \"\", note = {} }}",
                    quoted(&format!(
                        "TODO {what}{}",
                        self.lang.pick(
                            "。決めるまで全件が不受理",
                            "; every record is rejected until it is decided"
                        )
                    ))
                ),
                false => writeln!(out, "# TODO {name} = {{ from = \"\", steps = [\"{steps}\"] }} # {what}"),
            };
        }
    }

    fn kind(&self, item: &Item) -> String {
        let what = match (item.key, item.required) {
            (true, _) => self.lang.pick("キー ", "key "),
            (_, true) => self.lang.pick("必須 ", "required "),
            _ => "",
        };
        let table = item.code_table.as_deref().map(|table| format!(" {table}")).unwrap_or_default();
        format!("{what}{} {}{table}", item.kind.name(), item.digits)
    }

    fn tables(&self, out: &mut String) {
        for pair in &self.pairs {
            let Some((codes, table)) = &pair.codes else { continue };
            let item = &self.layout.items[pair.item];
            let standard = item.code_table.as_deref().and_then(|name| self.standard.code_table(name));
            let entries = standard.map_or(&[][..], |table| table.entries());
            let known: Vec<String> =
                entries.iter().take(20).map(|(value, name)| comment(&format!("{value} {name}"))).collect();
            let more = if entries.len() > known.len() { ", …" } else { "" };
            let known = format!("{}{more}", known.join(", "));
            match codes {
                Codes::Standard(_) | Codes::Padded(_) => {}
                Codes::Hidden => {
                    let _ = writeln!(out, "\n# {}: {known}", comment(&item.name));
                    line(
                        out,
                        self.lang.pick(
                            "# TODO 値は示さない (機微な項目か、種類が多い)。utsushi map codes で一覧を作って記入する",
                            "# TODO values are not shown (a sensitive item, or too many): list them with utsushi map codes",
                        ),
                    );
                    let _ = writeln!(out, "[code.{table}]");
                }
                Codes::Table(guess) => {
                    let _ = writeln!(out, "\n# {}: {known}\n[code.{table}]", comment(&item.name));
                    self.entries(guess, out);
                }
            }
        }
    }

    fn entries(&self, guess: &CodeGuess, out: &mut String) {
        for (value, count, meant) in &guess.lines {
            let value = quoted(value);
            let times = self.lang.pick(&format!("{count} 件"), &format!("{count} times")).to_owned();
            let _ = match meant {
                Some((code, name)) => writeln!(
                    out,
                    "{value} = {} # {}: {} ({times})",
                    quoted(code),
                    self.lang.pick("名称から", "by its name"),
                    comment(name)
                ),
                None => writeln!(out, "# TODO {value} = \"\" # {times}"),
            };
        }
        if guess.hidden.0 > 0 {
            let (kinds, count) = guess.hidden;
            line(
                out,
                self.lang.pick(
                    &format!("# TODO ほかに {kinds} 種 {count} 件。少ない値は示さない: utsushi map codes で記入する"),
                    &format!("# TODO {kinds} rare values more ({count} times) are not shown: use utsushi map codes"),
                ),
            );
        }
    }

    fn unused_fields(&self, out: &mut String) {
        if self.unused.is_empty() {
            return;
        }
        out.push('\n');
        line(
            out,
            self.lang.pick(
                "# ---- どの項目にも使っていない業者の項目 ----",
                "# ---- vendor fields that feed nothing ----",
            ),
        );
        for field in &self.unused {
            let name = comment(&self.source.fields[*field].name);
            let note = comment(&self.source.fields[*field].note);
            let content = self.profiles.and_then(|profiles| profiles.content(self.record, *field));
            let holds = content.map(|content| {
                let filled = (content.field.fill_rate() * 1000.0).round() / 10.0;
                let words = content.field.in_words(self.lang).unwrap_or_default();
                format!("{} {filled}% {words}", self.lang.pick("充足率", "filled"))
            });
            let more: Vec<String> =
                std::iter::once(note).chain(holds).filter(|text| !text.is_empty()).collect();
            line(out, format!("# {name}  {}", more.join("  ")).trim_end());
        }
    }
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

/// A TOML string on one line, whatever is in it.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Text that cannot end the comment that it stands in.
fn comment(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
