//! `when`: which records a target wants.
//!
//! ```text
//! when = '本籍 is not blank'
//! when = '住民区分 in ["1", "3"] and 削除フラグ != "1"'
//! ```
//!
//! Terms are joined by `and`. A field name with spaces, or one that reads like a word of the condition, is put in
//! backquotes. Values are compared after trimming.

use crate::record::Record;
use utsushi_findings::{Problem, did_you_mean, problem};
use utsushi_legacy::{Chunk, Field, FieldProblem, Records, SourceDefinition};
use utsushi_text::trim;

/// A compiled condition.
#[derive(Debug)]
pub struct Condition {
    source: SourceDefinition,
    terms: Vec<Term>,
}

#[derive(Debug, PartialEq, Eq)]
struct Term {
    field: usize,
    wanted: bool,
    /// Empty: is the field blank?
    values: Vec<String>,
}

#[derive(Debug, PartialEq, Eq, Clone)]
enum Token {
    Word(String),
    Name(String),
    Value(String),
    Mark(char),
    NotEqual,
}

impl Condition {
    /// Reads a condition on the fields of `source`.
    ///
    /// # Errors
    /// A text that is no condition, or an unknown field.
    pub fn compile(text: &str, source: &SourceDefinition) -> Result<Condition, Problem> {
        let said = || {
            problem!("when の条件「{text}」が読めません", "cannot read the condition \"{text}\"").help(
                "例: '本籍 is not blank'、'区分 = \"1\"'、'区分 in [\"1\", \"2\"] and 削除 != \"1\"'",
                "examples: '本籍 is not blank', '区分 = \"1\"', '区分 in [\"1\", \"2\"] and 削除 != \"1\"'",
            )
        };
        let tokens = tokens(text).ok_or_else(said)?;
        let mut terms = Vec::new();
        for part in tokens.split(|token| *token == Token::Word("and".into())) {
            let (name, rest) = match part.split_first() {
                Some((Token::Word(name) | Token::Name(name), rest)) => (name, rest),
                _ => return Err(said()),
            };
            let (wanted, values) = test(rest).ok_or_else(said)?;
            let Some(field) = source.field_index(name) else {
                let problem = problem!(
                    "when の項目「{name}」は source の fields にありません",
                    "the condition names \"{name}\", which is not among the fields of the source definition"
                );
                let names = source.fields.iter().map(|field| field.name.as_str());
                return Err(problem.suggest(did_you_mean(name, names)));
            };
            terms.push(Term { field, wanted, values });
        }
        Ok(Condition { source: source.clone(), terms })
    }

    /// The condition that a field has one of `values`, compared as those of a written condition.
    pub fn one_of(field: usize, values: &[String], source: &SourceDefinition) -> Condition {
        let term = Term { field, wanted: true, values: values.to_vec() };
        Condition { source: source.clone(), terms: vec![term] }
    }

    /// Whether a record meets the condition. A value that cannot be decoded is not blank and equals nothing.
    pub fn holds(&self, chunk: &Chunk, records: &Records, record: usize, text: &mut String) -> bool {
        self.terms.iter().all(|term| {
            let (found, _) = self.found(term, records.field(chunk, record, term.field), text);
            found == term.wanted
        })
    }

    /// The same for a row of a repeating group: its fields are those of the row's own occurrence.
    pub(crate) fn holds_in(&self, record: Record<'_>, text: &mut String) -> bool {
        self.terms.iter().all(|term| {
            let (found, _) = self.found(term, record.field(term.field), text);
            found == term.wanted
        })
    }

    /// As [`Condition::holds`], for whoever has to know when the answer rests on a value that cannot be read.
    ///
    /// # Errors
    /// The field (its position in the source definition) that cannot be decoded.
    pub fn decide(
        &self,
        chunk: &Chunk,
        records: &Records,
        record: usize,
        text: &mut String,
    ) -> Result<bool, (usize, FieldProblem)> {
        self.decide_of(|field| records.field(chunk, record, field), text)
    }

    /// The same for a record whose fields `field` gives.
    ///
    /// # Errors
    /// As [`Condition::decide`].
    pub fn decide_of<'a>(
        &self,
        field: impl Fn(usize) -> Field<'a>,
        text: &mut String,
    ) -> Result<bool, (usize, FieldProblem)> {
        let mut all = true;
        for term in &self.terms {
            let (found, problem) = self.found(term, field(term.field), text);
            if let Some(problem) = problem {
                return Err((term.field, problem));
            }
            all &= found == term.wanted;
        }
        Ok(all)
    }

    /// The fields it looks at.
    pub fn fields(&self) -> impl Iterator<Item = usize> + '_ {
        self.terms.iter().map(|term| term.field)
    }

    fn found(&self, term: &Term, field: Field<'_>, text: &mut String) -> (bool, Option<FieldProblem>) {
        if term.values.is_empty() {
            return match self.source.is_blank(term.field, &field, text) {
                Ok(blank) => (blank, None),
                Err(problem) => (false, Some(problem)),
            };
        }
        text.clear();
        let problem = self.source.decode(term.field, &field, text).err();
        let value = trim(text);
        let is = term.values.iter().any(|wanted| wanted == value);
        (problem.is_none() && is, problem)
    }
}

fn test(tokens: &[Token]) -> Option<(bool, Vec<String>)> {
    let word = |token: &Token, word: &str| matches!(token, Token::Word(text) if text == word);
    match tokens {
        [is, blank] if word(is, "is") && word(blank, "blank") => Some((true, Vec::new())),
        [is, not, blank] if word(is, "is") && word(not, "not") && word(blank, "blank") => {
            Some((false, Vec::new()))
        }
        [Token::Mark('='), Token::Value(value)] => Some((true, vec![value.clone()])),
        [Token::NotEqual, Token::Value(value)] => Some((false, vec![value.clone()])),
        [not, rest @ ..] if word(not, "not") => list(rest).map(|values| (false, values)),
        rest => list(rest).map(|values| (true, values)),
    }
}

fn list(tokens: &[Token]) -> Option<Vec<String>> {
    match tokens {
        [Token::Word(word), Token::Mark('['), values @ .., Token::Mark(']')] if word == "in" => {
            let mut found = Vec::new();
            for (index, token) in values.iter().enumerate() {
                match (index % 2, token) {
                    (0, Token::Value(value)) => found.push(value.clone()),
                    (1, Token::Mark(',')) => {}
                    _ => return None,
                }
            }
            (!found.is_empty()).then_some(found)
        }
        _ => None,
    }
}

fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let used = match first {
            '"' | '`' | '\'' => {
                let end = rest[1..].find(first)? + 1;
                let inner = rest[1..end].to_owned();
                tokens.push(if first == '`' { Token::Name(inner) } else { Token::Value(inner) });
                end + 1
            }
            '[' | ']' | ',' => {
                tokens.push(Token::Mark(first));
                1
            }
            '=' => {
                tokens.push(Token::Mark('='));
                if rest.starts_with("==") { 2 } else { 1 }
            }
            '!' => {
                tokens.push(Token::NotEqual);
                rest.starts_with("!=").then_some(2)?
            }
            _ => {
                let end =
                    rest.find([' ', '\t', '"', '`', '\'', '[', ']', ',', '=', '!']).unwrap_or(rest.len());
                tokens.push(Token::Word(rest[..end].to_owned()));
                end
            }
        };
        rest = rest[used..].trim_start();
    }
    Some(tokens)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn source() -> SourceDefinition {
        let text = "format = 'csv'\ncharset = 'cp932'\nfields = ['宛名番号', '区分', 'is blank']\n";
        SourceDefinition::from_toml(Path::new("s.toml"), text).unwrap()
    }

    fn terms(text: &str) -> Result<Vec<Term>, Problem> {
        Condition::compile(text, &source()).map(|condition| condition.terms)
    }

    fn term(field: usize, wanted: bool, values: &[&str]) -> Term {
        Term { field, wanted, values: values.iter().map(|value| (*value).to_owned()).collect() }
    }

    #[test]
    fn conditions_read_as_they_are_written() {
        assert_eq!(terms("宛名番号 is blank").unwrap(), [term(0, true, &[])]);
        assert_eq!(terms("宛名番号 is not blank").unwrap(), [term(0, false, &[])]);
        assert_eq!(
            terms(r#"区分 in ["1","2"] and 宛名番号 != "9""#).unwrap(),
            [term(1, true, &["1", "2"]), term(0, false, &["9"])]
        );
        assert_eq!(terms("`is blank`=\"\"").unwrap(), [term(2, true, &[""])]);
        assert_eq!(terms(r#"区分 not in ["1"]"#).unwrap(), [term(1, false, &["1"])]);
    }

    #[test]
    fn a_wrong_condition_is_told_with_examples_and_a_wrong_field_with_the_nearest() {
        for text in ["", "番号", "番号 is", "番号 = 1", "番号 in []", "番号 = \"1", "and", "番号 ! \"1\""]
        {
            assert!(terms(text).is_err(), "{text}");
        }
        assert!(terms("宛名番后 is blank").unwrap_err().to_string().contains("did you mean \"宛名番号\""));
    }
}
