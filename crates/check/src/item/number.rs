use super::Fault;
use utsushi_findings::{Detail, NUM001, NUM003, NUM004};
use utsushi_value::{NumberProblem, is_individual_number, is_municipality_code};

/// A number whose form a law gives, by the item's role.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Number {
    /// 個人番号: 12 digits with a check digit.
    Individual,
    /// 住民票コード: 11 digits; its check formula has no public source at hand, so only the form is checked.
    Resident,
    /// 全国地方公共団体コード: 6 digits with a check digit.
    Municipality,
}

impl Number {
    pub fn of_role(role: &str) -> Option<Number> {
        match role {
            "individual_number" | "old_individual_number" => Some(Number::Individual),
            "resident_code" | "old_resident_code" => Some(Number::Resident),
            role if role.ends_with("municipality_code") => Some(Number::Municipality),
            _ => None,
        }
    }

    /// NUM001, NUM003, NUM004.
    pub fn check(self, value: &str) -> Result<(), Fault> {
        let fault = |problem: NumberProblem, digits: u64| match problem {
            NumberProblem::Length { expected, actual } => {
                Fault::counts(&NUM004, expected as u64, actual as u64)
            }
            NumberProblem::NotDigits => Fault::counts(&NUM004, digits, value.chars().count() as u64),
            NumberProblem::AllSame => Fault::new(&NUM003, Detail::None),
            NumberProblem::CheckDigit => Fault::new(&NUM001, Detail::None),
        };
        match self {
            Number::Individual => is_individual_number(value).map_err(|problem| fault(problem, 12)),
            Number::Municipality => is_municipality_code(value).map_err(|problem| fault(problem, 6)),
            Number::Resident => {
                if value.len() != 11 || !value.bytes().all(|b| b.is_ascii_digit()) {
                    Err(Fault::counts(&NUM004, 11, value.chars().count() as u64))
                } else if value.bytes().all(|b| Some(b) == value.bytes().next()) {
                    Err(Fault::new(&NUM003, Detail::None))
                } else {
                    Ok(())
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // 123456789018: the lowest of the eleven is 1. Sum of 1·2 + 0·3 + 9·4 + 8·5 + 7·6 + 6·7 + 5·2 + 4·3 + 3·4 + 2·5 + 1·6
    // = 212; 212 mod 11 = 3; 11 − 3 = 8 (worked by hand after 番号法総務省令85号5条).
    #[test]
    fn the_first_thing_wrong_with_a_number_is_told() {
        assert!(Number::Individual.check("123456789018").is_ok());
        assert_eq!(Number::Individual.check("123456789019").unwrap_err(), "NUM001");
        assert_eq!(Number::Individual.check("999999999999").unwrap_err(), "NUM003");
        assert_eq!(Number::Individual.check("12345678901").unwrap_err(), Fault::counts(&NUM004, 12, 11));
        assert_eq!(Number::Resident.check("00000000000").unwrap_err(), "NUM003");
        assert_eq!(Number::Resident.check("1234567890").unwrap_err(), "NUM004");
        assert!(Number::Resident.check("12345678901").is_ok());
    }

    // 札幌市 is 011002 (総務省 全国地方公共団体コード).
    #[test]
    fn municipality_codes_have_their_check_digit() {
        assert!(Number::Municipality.check("011002").is_ok());
        assert_eq!(Number::Municipality.check("011003").unwrap_err(), "NUM001");
        assert_eq!(Number::Municipality.check("01100").unwrap_err(), Fault::counts(&NUM004, 6, 5));
        assert_eq!(Number::Municipality.check("000000").unwrap_err(), "NUM003");
    }

    #[test]
    fn every_item_with_such_a_number_is_checked() {
        let standard = utsushi_layout::Library::Embedded.load("chukan-2.7").unwrap();
        for item in standard.files().flat_map(|file| &file.items) {
            let role = item.role.as_deref().unwrap_or("");
            let named = ["個人番号", "変更前個人番号", "住民票コード", "変更前住民票コード"]
                .contains(&item.name.as_str());
            let should = named || role.ends_with("municipality_code");
            assert!(!should || Number::of_role(role).is_some(), "{}", item.name);
        }
    }
}
