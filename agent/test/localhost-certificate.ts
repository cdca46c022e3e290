/** A key and its certificate, for the name localhost alone and a hundred years: made for tests with openssl, and of use for nothing else. */
export const LOCALHOST = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgaYd9t9khkmjpmr/k
0zlyeegCTn9iXDJJBcIreT0XMjyhRANCAARkmASTdusBiHyi8V09nm/PQXXGNd4a
2l5CYXHOsRJWpUOCLpyM/XvnxZkLUst6astK8FiYWfIbQCtqd5431s5N
-----END PRIVATE KEY-----
`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBlDCCATugAwIBAgIUEeNp4PQZrICiqbUApf64Yvja+ewwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNTIxMzQ0NFoYDzIxMjYxMTAx
MjEzNDQ0WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARkmASTdusBiHyi8V09nm/PQXXGNd4a2l5CYXHOsRJWpUOCLpyM/Xvn
xZkLUst6astK8FiYWfIbQCtqd5431s5No2kwZzAdBgNVHQ4EFgQUTyj0wxOih14o
q7q23c0/2y9kkkIwHwYDVR0jBBgwFoAUTyj0wxOih14oq7q23c0/2y9kkkIwDwYD
VR0TAQH/BAUwAwEB/zAUBgNVHREEDTALgglsb2NhbGhvc3QwCgYIKoZIzj0EAwID
RwAwRAIgc39B3RJsWSHx/fKPfBXjO0kAzjqRIivk77daEwuSp8QCIBe+zGNVqCSX
gPO0wj1eYA/s6re+7T1E5qjh5oF6R3Sa
-----END CERTIFICATE-----
`,
};
