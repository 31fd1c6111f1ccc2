use super::settings::{Settings, word};
use super::{Fault, Made, Remarks, Transform};
use utsushi_findings::{
    Both, DAT001, DAT002, DAT003, DAT004, DAT005, Detail, Problem, did_you_mean, problem,
};
use utsushi_value::{DateNotes, DateProblem, Era, Reading, Sentinel, read_date};

pub(super) static WAREKI: Transform = Transform {
    name: "wareki",
    summary: Both {
        ja: "和暦・西暦のどの書き方の日付も YYYYMMDD にする。不詳の月日は 00。as = \"unknown-flag\" は不詳・およその日付なら 1、\
             そうでなければ 0、as = \"written\" は YYYYMMDD で言い尽くせない日付の、書かれたままの形を返す ({ wareki = \
             \"written\" } とも書ける)。era は元号のない2桁の年の元号 (M T S H R か 昭和 など)。zeros と nines は 0 だけ・9 だけの\
             値の意味で、\"blank\" は日付なし (期限なし)、\"unknown\" は不詳 (日付は空、unknown-flag は 1)。既定は zeros が blank、\
             nines は指摘 DAT001",
        en: "reads a date in any written form, Japanese era or not, into YYYYMMDD, unknown parts as 00. as = \
             \"unknown-flag\" gives 1 for a date with unknown parts or an approximate one, else 0; as = \"written\" gives \
             the written form of a date that YYYYMMDD cannot fully say ({ wareki = \"written\" } for short). era is that \
             of two-digit years without one (M T S H R, or 昭和 …). zeros and nines say what only zeros or only nines \
             mean: \"blank\" is no date (no end), \"unknown\" an unknown one (a blank date, 1 as unknown-flag); unless \
             given, zeros are a blank and nines the finding DAT001",
    },
    example: r#"{ from = "生年月日", steps = [{ wareki = { era = "S", nines = "unknown" } }] }   S550401 と 550401 → 19800401、昭和20年3月頃 → 19450300"#,
};

/// How dates of one item are read, and what is made of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wareki {
    made: Making,
    /// Of years of two digits without one.
    era: Option<Era>,
    zeros: Filler,
    /// 期限なし in one item, unknown in another: unless the mapping says which, a finding.
    nines: Option<Filler>,
}

/// What to make of the date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Making {
    Date,
    UnknownFlag,
    Written,
}

/// What a filler in place of a date means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Filler {
    Blank,
    Unknown,
}

const MAKINGS: &[(&str, Making)] =
    &[("date", Making::Date), ("unknown-flag", Making::UnknownFlag), ("written", Making::Written)];
const FILLERS: &[(&str, Filler)] = &[("blank", Filler::Blank), ("unknown", Filler::Unknown)];

impl Wareki {
    pub fn read(setting: Option<&toml::Value>) -> Result<Wareki, Problem> {
        if let Some(written) = setting.and_then(toml::Value::as_str) {
            let made = word(&WAREKI, "wareki", written, MAKINGS)?;
            return Ok(Wareki { made, era: None, zeros: Filler::Blank, nines: None });
        }
        let settings = Settings::read(&WAREKI, setting, &["as", "era", "zeros", "nines"])?;
        let era = settings.text("era")?.map(|written| {
            era(written).ok_or_else(|| {
                let names = Era::ALL.map(Era::kanji);
                let said = problem!(
                    "変換「wareki」の era に「{written}」は使えません (M, T, S, H, R か昭和などの元号)",
                    "era of \"wareki\" cannot be \"{written}\"; it is M, T, S, H or R, or an era in kanji"
                );
                settings.problem(said).suggest(did_you_mean(written, names))
            })
        });
        Ok(Wareki {
            made: settings.word("as", MAKINGS)?.unwrap_or(Making::Date),
            era: era.transpose()?,
            zeros: settings.word("zeros", FILLERS)?.unwrap_or(Filler::Blank),
            nines: settings.word("nines", FILLERS)?,
        })
    }

    pub fn apply<'a>(
        &self,
        text: &'a str,
        out: &mut String,
        remarks: &mut Remarks,
    ) -> Result<Made<'a>, Fault> {
        let reading = match (read_date(text), self.era) {
            (Err(DateProblem::AmbiguousEra), Some(era)) => {
                out.push_str(era.kanji());
                out.push_str(utsushi_text::trim(text));
                let reading = read_date(out);
                out.clear();
                reading
            }
            (reading, _) => reading,
        };
        let filler = match reading {
            Ok(Reading::Sentinel(Sentinel::Zeros)) => Some(self.zeros),
            Ok(Reading::Sentinel(Sentinel::Nines)) => self.nines,
            _ => None,
        };
        match (self.made, filler, reading) {
            (Making::UnknownFlag, Some(Filler::Unknown), _) => out.push('1'),
            (_, Some(_), _) | (_, _, Ok(Reading::Blank)) => return Ok(Made::Part("")),
            (Making::Date, _, Ok(Reading::Date(date))) => {
                date.date.write_compact(out);
                if date.notes != DateNotes::default() {
                    remark(&date.notes, remarks);
                }
            }
            (Making::Date, _, Err(DateProblem::NeverWas | DateProblem::CalendarGap)) => {
                return Err(Fault { code: &DAT002, detail: Detail::None });
            }
            (Making::Date, ..) => return Err(Fault { code: &DAT001, detail: Detail::None }),
            (Making::UnknownFlag, _, Ok(Reading::Date(date))) => {
                out.push(if inexact(&date.notes) { '1' } else { '0' });
            }
            (Making::Written, _, Ok(Reading::Date(date))) if inexact(&date.notes) || date.notes.lunar => {
                return Ok(Made::Part(utsushi_text::trim(text)));
            }
            // What cannot be read is reported once, by the item that is the date.
            (Making::UnknownFlag | Making::Written, ..) => return Ok(Made::Part("")),
        }
        Ok(Made::New)
    }
}

/// The era of a letter, a kanji or its name.
fn era(written: &str) -> Option<Era> {
    let mut characters = written.chars();
    match (characters.next(), characters.next()) {
        (Some(letter), None) if letter.is_ascii() => Era::from_letter(letter),
        (Some(kanji), None) => Era::ALL
            .into_iter()
            .filter(|era| era.letter().is_some())
            .find(|era| era.kanji().starts_with(kanji)),
        _ => Era::ALL.into_iter().find(|era| era.kanji() == written),
    }
}

fn inexact(notes: &DateNotes) -> bool {
    notes.unknown_parts || notes.approximate || notes.year_uncertain
}

fn remark(notes: &DateNotes, remarks: &mut Remarks) {
    if notes.out_of_era {
        remarks.push(&DAT003);
    }
    if inexact(notes) {
        remarks.push(&DAT004);
    }
    if notes.lunar {
        remarks.push(&DAT005);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(settings: &str) -> Wareki {
        Wareki::read(Some(&toml::Value::Table(settings.parse().unwrap()))).unwrap()
    }

    fn run(settings: &str, text: &str) -> (Result<String, &'static str>, Vec<&'static str>) {
        let (mut out, mut remarks) = (String::new(), Remarks::new());
        let made = step(settings).apply(text, &mut out, &mut remarks).map(|made| match made {
            Made::Part(part) => part.to_owned(),
            Made::New => out.clone(),
        });
        (made.map_err(|fault| fault.code.id), remarks.iter().map(|entry| entry.id).collect())
    }

    // Worked by hand: 昭和55 = 1980, 昭和64 ended on 1989-01-07, 1945 was no leap year.
    #[test]
    fn dates_become_eight_digits_with_remarks() {
        assert_eq!(run("", "S550401"), (Ok("19800401".into()), vec![]));
        assert_eq!(run("", "S640401"), (Ok("19890401".into()), vec!["DAT003"]));
        assert_eq!(run("", "昭和20年3月頃"), (Ok("19450300".into()), vec!["DAT004"]));
        assert_eq!(run("", "19450229"), (Err("DAT002"), vec![]));
        assert_eq!(run("", "99999999"), (Err("DAT001"), vec![]));
        assert_eq!(run("", "00000000"), (Ok(String::new()), vec![]));
    }

    #[test]
    fn flag_and_written_form_carry_what_the_date_cannot_say() {
        assert_eq!(run("as = 'unknown-flag'", "S200000").0, Ok("1".into()));
        assert_eq!(run("as = 'unknown-flag'", "S200301").0, Ok("0".into()));
        assert_eq!(run("as = 'written'", " 昭和20年3月頃").0, Ok("昭和20年3月頃".into()));
        assert_eq!(run("as = 'written'", "S200301").0, Ok(String::new()));
    }

    #[test]
    fn an_unreadable_date_is_reported_by_the_date_alone() {
        assert_eq!(run("as = 'unknown-flag'", "abc"), (Ok(String::new()), vec![]));
        assert_eq!(run("as = 'written'", "abc"), (Ok(String::new()), vec![]));
    }

    // Worked by hand: 昭和55 = 1980, 平成1 = 1989, 令和6 = 2024.
    #[test]
    fn the_mapping_says_the_era_of_years_that_have_none() {
        assert_eq!(run("", "550401"), (Err("DAT001"), vec![]));
        assert_eq!(run("era = 'S'", "550401"), (Ok("19800401".into()), vec![]));
        assert_eq!(run("era = '昭'", " ５５０４０１"), (Ok("19800401".into()), vec![]));
        assert_eq!(run("era = '平成'", "1.2.3"), (Ok("19890203".into()), vec![]));
        assert_eq!(run("era = 'h'", "R060501"), (Ok("20240501".into()), vec![]));
        assert_eq!(run("era = 'S'", "650401"), (Ok("19900401".into()), vec!["DAT003"]));
        assert_eq!(run("era = 'S'", "550230"), (Err("DAT002"), vec![]));
        assert_eq!(run("as = 'unknown-flag'\nera = 'S'", "200000").0, Ok("1".into()));
        assert_eq!(run("as = 'written'\nera = 'S'", "200000").0, Ok("200000".into()));
    }

    #[test]
    fn fillers_mean_what_the_mapping_says() {
        for text in ["99999999", "999999", "H999999"] {
            assert_eq!(run("nines = 'blank'", text), (Ok(String::new()), vec![]), "{text}");
            assert_eq!(run("nines = 'unknown'", text), (Ok(String::new()), vec![]), "{text}");
            assert_eq!(run("as = 'unknown-flag'\nnines = 'unknown'", text).0, Ok("1".into()), "{text}");
            assert_eq!(run("as = 'unknown-flag'\nnines = 'blank'", text).0, Ok(String::new()), "{text}");
            assert_eq!(run("as = 'unknown-flag'", text).0, Ok(String::new()), "{text}");
        }
        assert_eq!(run("as = 'unknown-flag'\nzeros = 'unknown'", "000000").0, Ok("1".into()));
        assert_eq!(run("as = 'unknown-flag'", "000000").0, Ok(String::new()));
        assert_eq!(run("zeros = 'unknown'", "00000000"), (Ok(String::new()), vec![]));
        assert_eq!(run("as = 'written'\nnines = 'unknown'", "99999999").0, Ok(String::new()));
    }

    #[test]
    fn the_short_form_and_wrong_settings() {
        let short = Wareki::read(Some(&"written".into())).unwrap();
        assert_eq!(short, step("as = 'written'"));
        assert_eq!(Wareki::read(None).unwrap(), step("as = 'date'"));
        for settings in
            ["era = 'X'", "era = ''", "era = '応'", "nines = 'keep'", "as = 'flag'", "zero = 'blank'"]
        {
            let value = toml::Value::Table(settings.parse().unwrap());
            assert!(Wareki::read(Some(&value)).is_err(), "{settings}");
        }
        assert!(Wareki::read(Some(&"writen".into())).unwrap_err().to_string().contains("\"written\"?"));
    }
}
