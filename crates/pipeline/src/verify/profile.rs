//! The profile: which checks are run, how bad their findings are, what must be there, and what leads to which verdict.

use super::result::{Decision, ProfileUsed};
use super::verdict::{CONDITIONAL_ON, REFUSE_ON, Rule};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;
use toml::Spanned;
use utsushi_findings::{
    CATALOGUE, Code, Entry, Problem, Problems, Severity, did_you_mean, find, from_toml, problem,
};
use utsushi_layout::Standard;
use utsushi_store::{Sha256Stream, hex};
use utsushi_value::Decimal;

/// A profile, ready to be used.
#[derive(Clone, Debug)]
pub struct Profile {
    /// As it is printed.
    pub used: ProfileUsed,
    off: HashSet<&'static str>,
    codes: HashMap<&'static str, Code>,
    /// What leads to which verdict, the heaviest first.
    pub(crate) rules: Vec<Rule>,
    pub(crate) tolerance: Tolerance,
}

/// By how much an expected figure may differ.
#[derive(Clone, Debug, Default)]
pub struct Tolerance {
    /// By this number, scaled by 10⁶.
    absolute: i128,
    /// By this many percent, scaled by 10⁶.
    percent: i128,
}

impl Tolerance {
    /// Whether a difference of two numbers of one scale is tolerated.
    pub fn allows(&self, expected: i128, counted: i128, scale: u8) -> bool {
        let unit = 10i128.saturating_pow(u32::from(scale));
        let difference = (expected.saturating_sub(counted)).saturating_abs();
        difference.saturating_mul(1_000_000) <= self.absolute.saturating_mul(unit)
            || difference.saturating_mul(100_000_000)
                <= self.percent.saturating_mul(expected.saturating_abs())
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: Option<String>,
    #[serde(default)]
    checks: BTreeMap<Spanned<String>, Spanned<String>>,
    #[serde(default)]
    tolerance: WrittenTolerance,
    #[serde(default)]
    require: WrittenRequire,
    #[serde(default)]
    verdict: WrittenVerdict,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct WrittenTolerance {
    total: Option<Spanned<String>>,
    total_percent: Option<Spanned<String>>,
    #[serde(default)]
    cases: BTreeMap<Spanned<String>, u64>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct WrittenRequire {
    #[serde(default)]
    businesses: Vec<Spanned<u32>>,
    #[serde(default)]
    files: Vec<Spanned<String>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct WrittenVerdict {
    refuse_on: Option<Vec<Spanned<String>>>,
    conditional_on: Option<Vec<Spanned<String>>>,
    conditional: Option<Spanned<String>>,
}

impl Default for Profile {
    fn default() -> Self {
        let rules = |names: &[&str], decision| -> Vec<Rule> {
            names.iter().filter_map(|name| Rule::parse(name, decision)).collect()
        };
        let mut all = rules(&REFUSE_ON, Decision::Refuse);
        all.extend(rules(&CONDITIONAL_ON, Decision::Conditional));
        Profile {
            used: ProfileUsed {
                total_tolerance: "0".into(),
                total_tolerance_percent: "0".into(),
                refuse_on: REFUSE_ON.map(str::to_owned).to_vec(),
                conditional_on: CONDITIONAL_ON.map(str::to_owned).to_vec(),
                conditional: "refuse".into(),
                ..ProfileUsed::default()
            },
            off: HashSet::new(),
            codes: HashMap::new(),
            rules: all,
            tolerance: Tolerance::default(),
        }
    }
}

impl Profile {
    /// Reads one. `path` is for messages.
    ///
    /// # Errors
    /// All that is wrong with it: unknown keys, codes, files and businesses, each with its place.
    pub fn read(path: &Path, text: &str, standard: &Standard) -> Result<Profile, Problems> {
        let written: Written = from_toml(path, text)?;
        let mut profile = Profile::default();
        let mut problems = Problems::default();
        let at = |problem: Problem, offset: usize| problem.at(path).offset(text, offset);
        let code = |id: &Spanned<String>, problems: &mut Problems| {
            let found = find(id.get_ref());
            if found.is_none() {
                problems.push(at(unknown_code(id.get_ref()), id.span().start));
            }
            found
        };
        for (id, word) in &written.checks {
            let Some(code) = code(id, &mut problems) else { continue };
            match word.get_ref().as_str() {
                "off" => {
                    profile.off.insert(code.id());
                    profile.used.off.push(code.id().to_owned());
                }
                name => match [Severity::Error, Severity::Warning, Severity::Info]
                    .iter()
                    .find(|s| s.name() == name)
                {
                    Some(severity) => {
                        profile.codes.insert(code.id(), with_severity(code, *severity));
                        profile.used.severity.insert(code.id().to_owned(), name.to_owned());
                    }
                    None => {
                        let said = problem!(
                            "「{name}」は off・error・warning・info のどれでもありません",
                            "\"{name}\" is not off, error, warning or info"
                        );
                        let nearest = did_you_mean(name, ["off", "error", "warning", "info"]);
                        problems.push(at(said.suggest(nearest), word.span().start));
                    }
                },
            }
        }
        for (id, cases) in &written.tolerance.cases {
            if let Some(code) = code(id, &mut problems) {
                profile.used.tolerated.insert(code.id().to_owned(), *cases);
            }
        }
        let mut number = |written: &Option<Spanned<String>>, shown: &mut String| -> i128 {
            let Some(written) = written else { return 0 };
            match utsushi_value::parse_decimal(written.get_ref(), 6) {
                Ok(Decimal { unscaled, .. }) if unscaled >= 0 => {
                    shown.clone_from(written.get_ref());
                    unscaled
                }
                _ => {
                    let text = written.get_ref();
                    let said = problem!(
                        "「{text}」は 0 以上の数ではありません",
                        "\"{text}\" is no number of 0 or more"
                    );
                    problems.push(at(said, written.span().start));
                    0
                }
            }
        };
        profile.tolerance.absolute = number(&written.tolerance.total, &mut profile.used.total_tolerance);
        profile.tolerance.percent =
            number(&written.tolerance.total_percent, &mut profile.used.total_tolerance_percent);
        for business in &written.require.businesses {
            let number = *business.get_ref();
            if standard.businesses.iter().any(|business| business.number == number) {
                profile.used.require_businesses.push(number);
            } else {
                let said =
                    problem!("業務 {number} は標準にありません", "the standard has no business {number}");
                problems.push(at(said, business.span().start));
            }
        }
        for file in &written.require.files {
            let id = file.get_ref();
            if standard.file(id).is_some() {
                profile.used.require_files.push(id.clone());
            } else {
                let said =
                    problem!("移行ファイル「{id}」は標準にありません", "the standard has no file \"{id}\"");
                let known: Vec<String> = standard.files().map(utsushi_layout::FileLayout::id).collect();
                let nearest = did_you_mean(id, known.iter().map(String::as_str));
                problems.push(at(said.suggest(nearest), file.span().start));
            }
        }
        let mut rules = |names: &Option<Vec<Spanned<String>>>, decision, used: &mut Vec<String>| {
            let Some(names) = names else {
                return used.iter().filter_map(|name| Rule::parse(name, decision)).collect();
            };
            used.clear();
            let mut rules: Vec<Rule> = Vec::new();
            for name in names {
                match Rule::parse(name.get_ref(), decision) {
                    Some(rule) => {
                        used.push(name.get_ref().clone());
                        rules.push(rule);
                    }
                    None => {
                        let text = name.get_ref();
                        let said = problem!(
                            "判定の規則「{text}」が読めません",
                            "the rule of the verdict \"{text}\" cannot be read"
                        )
                        .help(
                            "error、warning、error:REF、error:key、SET021 の形で書きます",
                            "write error, warning, error:REF, error:key or a code such as SET021",
                        );
                        problems.push(at(said, name.span().start));
                    }
                }
            }
            rules
        };
        let mut all: Vec<Rule> =
            rules(&written.verdict.refuse_on, Decision::Refuse, &mut profile.used.refuse_on);
        all.extend(rules(
            &written.verdict.conditional_on,
            Decision::Conditional,
            &mut profile.used.conditional_on,
        ));
        profile.rules = all;
        if let Some(word) = &written.verdict.conditional {
            match word.get_ref().as_str() {
                name @ ("accept" | "refuse") => profile.used.conditional = name.to_owned(),
                other => {
                    let said = problem!(
                        "conditional は accept か refuse です (「{other}」ではなく)",
                        "conditional is accept or refuse, not \"{other}\""
                    );
                    problems.push(at(said, word.span().start));
                }
            }
        }
        problems.finish()?;
        profile.used.off.sort();
        let stem = path.file_name().map(|name| name.to_string_lossy().into_owned());
        profile.used.name = written.name.or(stem).unwrap_or_default();
        let mut hash = Sha256Stream::default();
        hash.update(text.as_bytes());
        profile.used.sha256 = Some(hex(&hash.finish()));
        Ok(profile)
    }

    /// The code with the severity of the profile; `None` if it is not looked for.
    pub fn code(&self, code: Code) -> Option<Code> {
        (!self.off.contains(code.id())).then(|| self.codes.get(code.id()).copied().unwrap_or(code))
    }

    /// Lets these codes not be looked for either.
    pub(crate) fn turn_off(&mut self, codes: &[&'static str]) {
        self.off.extend(codes);
        self.used.off.extend(codes.iter().map(|code| (*code).to_owned()));
        self.used.off.sort();
        self.used.off.dedup();
    }

    /// Codes that are not looked for.
    pub fn ignored(&self) -> Vec<Code> {
        CATALOGUE.iter().map(|entry| Code(entry)).filter(|code| self.off.contains(code.id())).collect()
    }

    /// Whether 条件付き受入可 is a yes.
    pub fn accepts_conditional(&self) -> bool {
        self.used.conditional == "accept"
    }
}

fn unknown_code(id: &str) -> Problem {
    problem!("指摘コード「{id}」はありません", "there is no finding code \"{id}\"")
        .suggest(did_you_mean(id, CATALOGUE.iter().map(|entry| entry.id)))
}

/// A code that is as bad as the profile says. An entry lives as long as the program; a profile has a few hundred at most.
fn with_severity(code: Code, severity: Severity) -> Code {
    let Entry { id, group, disposition, title, message, advice, explanation, source, .. } = code.0;
    Code(Box::leak(Box::new(Entry {
        id,
        group: *group,
        severity,
        disposition: *disposition,
        title: *title,
        message: *message,
        advice: *advice,
        explanation: *explanation,
        source,
    })))
}

#[cfg(test)]
mod tests {
    use super::*;
    use utsushi_layout::Library;

    fn read(text: &str) -> Result<Profile, Problems> {
        Profile::read(Path::new("p.toml"), text, &Library::Embedded.load("chukan-2.7").unwrap())
    }

    #[test]
    fn a_profile_turns_codes_off_and_changes_their_severity() {
        let profile = read("[checks]\nDAT004 = \"off\"\nITM002 = \"warning\"\n").unwrap();
        assert!(profile.code(Code(&utsushi_findings::DAT004)).is_none());
        let code = profile.code(Code(&utsushi_findings::ITM002)).unwrap();
        assert_eq!((code.0.severity, code), (Severity::Warning, Code(&utsushi_findings::ITM002)));
        assert_eq!(profile.used.off, ["DAT004"]);
    }

    #[test]
    fn every_mistake_is_told_with_its_place() {
        let text = "[checks]\nDAT04 = \"off\"\nITM002 = \"warn\"\n[require]\nfiles = [\"01.residnt\"]\nbusinesses = [77]\n\
                    [verdict]\nrefuse_on = [\"eror\"]\nconditional = \"yes\"\n[tolerance]\ntotal = \"-1\"\n";
        let problems = read(text).unwrap_err().to_string();
        for part in [
            "p.toml:2:1",
            "DAT004",
            "p.toml:3:10",
            "p.toml:5:10",
            "01.resident",
            "p.toml:6:15",
            "p.toml:8:14",
            "p.toml:9:15",
            "p.toml:11:9",
        ] {
            assert!(problems.contains(part), "{part}: {problems}");
        }
        assert!(read("chekcs = 1").is_err());
    }

    #[test]
    fn a_difference_is_tolerated_up_to_the_number_or_the_share() {
        let tolerance = read("[tolerance]\ntotal = \"2\"\ntotal_percent = \"0.1\"\n").unwrap().tolerance;
        assert!(tolerance.allows(100, 102, 0) && !tolerance.allows(100, 103, 0));
        assert!(tolerance.allows(10_000, 10_010, 0) && !tolerance.allows(10_000, 10_011, 0));
        assert!(tolerance.allows(1_00, 3_00, 2) && !tolerance.allows(1_00, 3_01, 2));
    }
}
