# Every outside library, found once. CONTRIBUTING.md says why each is here.

find_package(Qt6 6.4 REQUIRED COMPONENTS Core Network Sql DBus Gui Widgets WebEngineWidgets Test LinguistTools)
find_package(Qt6Keychain REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(tl-expected REQUIRED)
find_package(Boost 1.74 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(md4c REQUIRED IMPORTED_TARGET md4c)
