//! `[record_type]` and `[trailer]`, which both formats have.

use super::Reader;
use crate::FieldKind;
use crate::record_types::{RecordTypes, Role, Spot, without_blanks};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;
use utsushi_findings::{did_you_mean, problem};
use utsushi_text::Charset;

/// What records may be besides data.
const ROLES: [(&str, Role); 3] = [("header", Role::Header), ("trailer", Role::Trailer), ("skip", Role::Skip)];

#[derive(Deserialize)]
pub(super) struct WrittenTypes {
    pub at: Option<Spanned<i64>>,
    pub bytes: Option<Spanned<i64>>,
    pub field: Option<Spanned<String>>,
    values: Spanned<BTreeMap<Spanned<String>, Spanned<String>>>,
}

#[derive(Deserialize)]
pub(super) struct WrittenTrailer {
    pub count_at: Option<Spanned<i64>>,
    pub count_bytes: Option<Spanned<i64>>,
    pub count_field: Option<Spanned<String>>,
    count_kind: Option<Spanned<String>>,
}

pub(super) const KINDS: [(&str, FieldKind); 4] = [
    ("text", FieldKind::Text),
    ("zoned", FieldKind::Zoned),
    ("packed", FieldKind::Packed),
    ("number", FieldKind::Number),
];

impl Reader<'_> {
    /// What the values mean. `at` is where they stand, if that could be read.
    pub(super) fn record_types(
        &mut self,
        written: &Spanned<WrittenTypes>,
        at: Option<Spot>,
        charset: Option<Charset>,
    ) -> Option<RecordTypes> {
        let mut types = RecordTypes { at, ..RecordTypes::default() };
        let values = &written.get_ref().values;
        let mut in_order: Vec<_> = values.get_ref().iter().collect();
        in_order.sort_by_key(|(value, _)| value.span().start);
        for (value, name) in in_order {
            let written = value.get_ref();
            let mut bytes = Vec::new();
            let encoded = charset.unwrap_or(Charset::Utf8).encode_into(written, &mut bytes).is_ok();
            let bytes = without_blanks(&bytes).to_vec();
            if !encoded {
                let problem = problem!(
                    "レコード種別の値「{written}」はこの charset で書けません",
                    "the charset has no bytes for the record type \"{written}\""
                );
                self.report(value.span().start, problem);
            }
            if let Some(Spot::Bytes { bytes: most, .. }) = at
                && bytes.len() > most
            {
                let problem = problem!(
                    "レコード種別の値「{written}」は {most} バイトに収まりません",
                    "the record type \"{written}\" is longer than {most} bytes"
                );
                self.report(value.span().start, problem);
            }
            if types.role(&bytes).is_some() {
                let problem = problem!(
                    "レコード種別の値「{written}」が重複しています (末尾の空白は区別しません)",
                    "the record type \"{written}\" stands twice (blanks at its end do not count)"
                );
                self.report(value.span().start, problem);
            }
            let role = self.role(name, &mut types.names);
            types.values.push((bytes, role));
        }
        if types.names.is_empty() {
            let problem = problem!(
                "record_type.values にデータのレコード種別がありません",
                "record_type.values names no type of records that hold data"
            );
            let example = "values = { \"H\" = \"header\", \"1\" = \"住民\", \"T\" = \"trailer\" }";
            let problem = problem.help(format!("例: {example}"), format!("for example: {example}"));
            self.report(values.span().start, problem);
        }
        Some(types)
    }

    fn role(&mut self, name: &Spanned<String>, names: &mut Vec<String>) -> Role {
        let written = name.get_ref();
        if let Some((_, role)) = ROLES.iter().find(|(known, _)| known == written) {
            return *role;
        }
        let trimmed = written.trim();
        let misspelt = ROLES.iter().find(|(known, _)| known.eq_ignore_ascii_case(trimmed));
        if trimmed.is_empty() {
            let problem = problem!("レコード種別の名前が空です", "the name of a record type is empty");
            self.report(name.span().start, problem);
        } else if let Some((known, _)) = misspelt {
            let problem = problem!(
                "レコード種別の名前「{written}」は {known} と紛らわしいため使えません",
                "a record type cannot be called \"{written}\": it reads like {known}"
            );
            self.report(name.span().start, problem.suggest(Some((*known).to_owned())));
        }
        let nth = names.iter().position(|known| known == written).unwrap_or_else(|| {
            names.push(written.clone());
            names.len() - 1
        });
        Role::Data(nth as u32)
    }

    /// Where a trailer says how many records there are. `spot` is where, if that could be read.
    pub(super) fn trailer(
        &mut self,
        written: &Spanned<WrittenTrailer>,
        spot: Option<Spot>,
        types: Option<&mut RecordTypes>,
    ) {
        let kind = match &written.get_ref().count_kind {
            None => Some(FieldKind::Number),
            Some(word) => self.word("count_kind", word, &KINDS[1..]),
        };
        match types {
            Some(types) if types.has_trailer() => types.count = spot.zip(kind),
            _ => {
                let problem = problem!(
                    "[trailer] には record_type.values に \"trailer\" が要ります",
                    "[trailer] needs a \"trailer\" in record_type.values"
                );
                self.report(written.span().start, problem);
            }
        }
    }

    /// The type that `of` names.
    pub(super) fn of(&mut self, of: Option<&Spanned<String>>, types: Option<&RecordTypes>) -> Option<usize> {
        let of = of?;
        let written = of.get_ref();
        let names = types.map(|types| &types.names[..]).unwrap_or_default();
        let found = names.iter().position(|name| name == written);
        if found.is_none() {
            let problem = problem!(
                "レコード種別「{written}」は record_type.values にありません",
                "the record type \"{written}\" is not in record_type.values"
            );
            let problem = problem.suggest(did_you_mean(written, names.iter().map(String::as_str)));
            self.report(of.span().start, problem);
        }
        found
    }
}
