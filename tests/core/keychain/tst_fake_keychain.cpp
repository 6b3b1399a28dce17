#include "tests/contract/keychain_contract.h"
#include "tests/fakes/fake_keychain.h"

class TestFakeKeychain final : public contract::KeychainContract {
    Q_OBJECT
    fakes::FakeKeychain fake_;
    core::keychain::Keychain& keychain() override { return fake_; }

private Q_SLOTS:
    void itFailsWhenTold()
    {
        fake_.failNextCall = core::Error{core::Errc::KeychainLocked, QStringLiteral("test")};
        QCOMPARE(fakes::await(fake_.read(QStringLiteral("x"))).error().code, core::Errc::KeychainLocked);
        QCOMPARE(fakes::await(fake_.read(QStringLiteral("x"))).error().code, core::Errc::NotFound);
    }
};

QTEST_GUILESS_MAIN(TestFakeKeychain)
#include "tst_fake_keychain.moc"
