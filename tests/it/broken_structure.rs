//! No user vanishes when the structure of a file is broken at random.

use proptest::prelude::*;

use crate::broken::Broken;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn every_user_of_a_broken_file_is_cleaned_or_rejected(
        choices in prop::collection::vec(any::<u8>(), 40..120),
        newlines_to_space in any::<bool>(),
    ) {
        let broken = Broken::new(&choices);
        for threads in [1, 2] {
            let lost = broken.lost(newlines_to_space, threads);
            prop_assert!(lost.is_none(), "{}", lost.unwrap_or_default());
        }
    }
}
